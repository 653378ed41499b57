import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'

/** So many points in so many seconds for each key. */
export type Window = { readonly keyPrefix: string; readonly points: number; readonly duration: number }

/** Counts; rejects with a `RateLimiterRes` once a key has no points left. */
export type Limiter = { consume(key: string, points?: number): Promise<RateLimiterRes> }

/** Where allowances are counted. */
export type LimitStore = { limiter(window: Window): Limiter }

/** Counts in this process alone. */
export const createMemoryLimitStore = (): LimitStore => ({
  limiter: (window) => new RateLimiterMemory(window),
})

/** Counts for all gateways together. While Redis is away each counts for itself, so that none stands open or closed. */
export const createRedisLimitStore = (redis: Redis): LimitStore => ({
  limiter: (window) =>
    new RateLimiterRedis({
      ...window,
      keyPrefix: `graphmemory:limit:${window.keyPrefix}`,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      inMemoryBlockOnConsumed: window.points + 1,
      insuranceLimiter: new RateLimiterMemory(window),
    }),
})
