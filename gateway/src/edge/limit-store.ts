import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { z } from 'zod'

/** So many points at once for each key, which come back evenly. */
export type Bucket = { readonly name: string; readonly points: number; readonly perMinute: number }

export type Spent = {
  readonly isAllowed: boolean
  readonly remaining: number
  /** Until so many points are there, or, where they were, until all are again. */
  readonly resetMs: number
}

/** Takes points out of the bucket of a key, or none where there are too few. */
export type Spend = (key: string, points: number) => Promise<Spent>

/** Where allowances are counted. */
export type LimitStore = { bucket(bucket: Bucket): Spend }

/** So many keys are known at a time. */
const maxKeys = 100_000
/** What sums of fractions of a millisecond may be off by, as moments since 1970. */
const roundingMs = 0.01

/**
 * What a bucket tells when points are asked for, by the time that it then takes to fill again (the generic cell rate
 * algorithm: a bucket is known by the moment at which it will be full).
 */
function spentOf({ points, perMinute }: Bucket, isAllowed: boolean, fullInMs: number): Spent {
  const pointMs = 60_000 / perMinute
  const remaining = Math.max(0, Math.floor(points - fullInMs / pointMs))
  return isAllowed
    ? { isAllowed, remaining, resetMs: fullInMs }
    : { isAllowed, remaining: 0, resetMs: fullInMs - points * pointMs }
}

/** Keeps a value, at the price of the one that was kept longest where there are too many. */
function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  const [oldest] = !kept.delete(key) && kept.size >= maxKeys ? kept.keys() : []
  if (oldest !== undefined) kept.delete(oldest)
  kept.set(key, value)
}

/** Counts in this process alone. */
export const createMemoryLimitStore = (now: () => number = Date.now): LimitStore => ({
  bucket: (bucket) => {
    const pointMs = 60_000 / bucket.perMinute
    const fullAt = new Map<string, number>()
    return async (key, points) => {
      const at = now()
      const next = Math.max(at, fullAt.get(key) ?? 0) + points * pointMs
      const isAllowed = next - at <= bucket.points * pointMs + roundingMs
      if (isAllowed) remember(fullAt, key, next)
      return spentOf(bucket, isAllowed, next - at)
    }
  },
})

/** The same by the clock of Redis; answers whether it was allowed, and in how many microseconds the bucket will be full. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local next = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + tonumber(ARGV[1])
if next - now > tonumber(ARGV[2]) then return { 0, math.ceil(next - now) } end
redis.call('SET', KEYS[1], string.format('%.2f', next), 'PX', math.ceil((next - now) / 1000))
return { 1, math.ceil(next - now) }`
const scriptHash = createHash('sha1').update(script).digest('hex')
const scriptAnswer = z.tuple([z.number(), z.number()])

/** Counts for all gateways together. While Redis is away each counts for itself, so that none stands open or closed. */
export function createRedisLimitStore(redis: Redis): LimitStore {
  const run = async (key: string, spentUs: number, allUs: number) => {
    try {
      return await redis.evalsha(scriptHash, 1, key, spentUs, allUs)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return redis.eval(script, 1, key, spentUs, allUs)
    }
  }
  const alone = createMemoryLimitStore()
  return {
    bucket: (bucket) => {
      const pointUs = 60_000_000 / bucket.perMinute
      const instead = alone.bucket(bucket)
      /** Whoever was refused is refused here until there can be something: other gateways only make that later. */
      const refused = new Map<string, { readonly points: number; readonly until: number }>()
      return async (key, points) => {
        const before = refused.get(key)
        const leftMs = before === undefined ? 0 : before.until - performance.now()
        if (before !== undefined && leftMs > 0 && points >= before.points)
          return { isAllowed: false, remaining: 0, resetMs: leftMs }
        try {
          const answer = await run(`graphmemory:limit:${bucket.name}:${key}`, points * pointUs, bucket.points * pointUs)
          const [allowed, fullInUs] = scriptAnswer.parse(answer)
          const spent = spentOf(bucket, allowed === 1, fullInUs / 1_000)
          if (!spent.isAllowed) remember(refused, key, { points, until: performance.now() + spent.resetMs })
          return spent
        } catch {
          return instead(key, points)
        }
      }
    },
  }
}
