import { Redis } from 'ioredis'
import type { Log } from '@graphmemory/telemetry/create-log.ts'

/** A connection for the path of requests: what Redis cannot answer now fails at once. It comes back by itself. */
export async function openRedis(url: string, log: Log): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 250,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000),
  })
  redis.on('error', (error: unknown) =>
    log.warn({ err: error }, 'Redis is away: each gateway counts limits for itself'),
  )
  await redis.connect().catch(() => undefined) // told by the error event; the connection is tried again
  return redis
}
