import { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Log } from '@graphmemory/telemetry/create-log.ts'

/** So many points in so many seconds for each key. */
export type Window = { readonly keyPrefix: string; readonly points: number; readonly duration: number }

/** Counts; rejects with a `RateLimiterRes` once a key has no points left. */
export type Limiter = { consume(key: string, points?: number): Promise<RateLimiterRes> }

/** Where allowances are counted. */
export type LimitStore = AsyncDisposable & { limiter(window: Window): Limiter }

/** Counts in this process alone. */
export const createMemoryLimitStore = (): LimitStore => ({
  limiter: (window) => new RateLimiterMemory(window),
  [Symbol.asyncDispose]: async () => undefined,
})

/** Counts for all gateways together. While Redis is away each counts for itself, so that none stands open or closed. */
export async function openRedisLimitStore(url: string, log: Log): Promise<LimitStore> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 250,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000),
  })
  redis.on('error', (error: unknown) => log.warn({ err: error }, 'Redis is away: limits are counted by each gateway'))
  await redis.connect().catch(() => undefined) // told by the error event; the connection is tried again
  return {
    limiter: (window) =>
      new RateLimiterRedis({
        ...window,
        keyPrefix: `graphmemory:limit:${window.keyPrefix}`,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        inMemoryBlockOnConsumed: window.points + 1,
        insuranceLimiter: new RateLimiterMemory(window),
      }),
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  }
}
