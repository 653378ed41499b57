import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { ClientError } from '@graphmemory/errors/client-error.ts'

/** A map of texts with an end to each, that may be shared by all gateways. */
export type SharedMap = {
  get(key: string): Promise<string | undefined>
  /** Puts a text where there is none; false where there is one. */
  add(key: string, text: string, ttlMs: number): Promise<boolean>
  set(key: string, text: string, ttlMs: number): Promise<void>
  delete(key: string): Promise<void>
}

const maxCharacters = 64 * 1024 * 1024

export function createMemoryMap(): SharedMap {
  const texts = new LRUCache<string, string>({ maxSize: maxCharacters, sizeCalculation: (text) => text.length + 1 })
  return {
    get: async (key) => texts.get(key),
    add: async (key, text, ttl) => {
      if (texts.has(key)) return false
      texts.set(key, text, { ttl })
      return true
    },
    set: async (key, text, ttl) => void texts.set(key, text, { ttl }),
    delete: async (key) => void texts.delete(key),
  }
}

/** Throws `UNAVAILABLE` while Redis is away. */
export function createRedisMap(redis: Redis, prefix: string): SharedMap {
  const asked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer
    } catch (cause) {
      throw Object.assign(new ClientError('UNAVAILABLE', 'Answers cannot be kept now; try again'), { cause })
    }
  }
  return {
    get: async (key) => (await asked(redis.get(prefix + key))) ?? undefined,
    add: async (key, text, ttl) => (await asked(redis.set(prefix + key, text, 'PX', ttl, 'NX'))) === 'OK',
    set: async (key, text, ttl) => void (await asked(redis.set(prefix + key, text, 'PX', ttl))),
    delete: async (key) => void (await asked(redis.del(prefix + key))),
  }
}
