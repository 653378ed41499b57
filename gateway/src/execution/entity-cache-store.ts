import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'

export type Entry = { readonly key: string; readonly text: string; readonly ttlMs: number }

/** Where the entity cache keeps texts, each under the generation of its scope that it was asked in. */
export type EntityCacheStore = {
  /** The generation now, and the texts of it that are known. */
  read(
    scope: string,
    keys: readonly string[],
  ): Promise<{ readonly generation: string; readonly texts: readonly (string | undefined)[] }>
  /** Keeps a text unless it is too large. Waits for nothing. */
  write(generation: string, entry: Entry): void
  setGeneration(scope: string, generation: string): Promise<void>
}

const maxTextCharacters = 64 * 1_024
const maxScopes = 100_000

/** In this process, bounded in bytes: for a gateway that is the only one. */
export function createMemoryCacheStore(maxBytes = 32 * 1_024 * 1_024): EntityCacheStore {
  const generations = new LRUCache<string, string>({ max: maxScopes })
  const texts = new LRUCache<string, { readonly generation: string; readonly text: string }>({
    maxSize: maxBytes,
    sizeCalculation: ({ text }, key) => 2 * (text.length + key.length) + 200,
  })
  // A scope that was forgotten begins anew, so that nothing kept before counts again.
  let begun = 0
  const generationOf = (scope: string): string => {
    let generation = generations.get(scope)
    if (generation === undefined) generations.set(scope, (generation = `begun ${begun++}`))
    return generation
  }
  return {
    read: async (scope, keys) => {
      const generation = generationOf(scope)
      const known = keys.map((key) => {
        const entry = texts.get(key)
        return entry?.generation === generation ? entry.text : undefined
      })
      return { generation, texts: known }
    },
    write: (generation, { key, text, ttlMs }) => {
      if (text.length <= maxTextCharacters) texts.set(key, { generation, text }, { ttl: ttlMs })
    },
    setGeneration: async (scope, generation) => void generations.set(scope, generation),
  }
}

/** Longer than anything is kept, so that a generation that has expired has nothing left of it. */
const generationTtlMs = 2 * 60 * 60 * 1_000

/**
 * For several gateways. Generation and texts are read together, so that what one gateway has been told of a change, all
 * know. While Redis is away nothing is found and nothing kept.
 */
export function createRedisCacheStore(redis: Redis, prefix: string): EntityCacheStore {
  const generationKey = (scope: string) => `${prefix}generation:${scope}`
  const none = '-'
  return {
    read: async (scope, keys) => {
      const [generation, ...known] = await redis.mget(generationKey(scope), ...keys.map((key) => prefix + key))
      const current = generation ?? none
      const start = `${current}\n`
      return {
        generation: current,
        texts: known.map((text) => (text?.startsWith(start) === true ? text.slice(start.length) : undefined)),
      }
    },
    write: (generation, { key, text, ttlMs }) => {
      if (text.length > maxTextCharacters) return
      redis.set(prefix + key, `${generation}\n${text}`, 'PX', ttlMs).catch(() => undefined)
    },
    setGeneration: async (scope, generation) => {
      await redis.set(generationKey(scope), generation, 'PX', generationTtlMs)
    },
  }
}
