import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { EventBus } from './event-bus.ts'
import { createInProcessEventBus } from './in-process-event-bus.ts'

/** The bus that the configuration asks for: over Redis where a URL is given, within the process otherwise. */
export async function openEventBus(redisUrl: string | undefined, log: Log): Promise<EventBus> {
  if (redisUrl === undefined) return createInProcessEventBus(log)
  const { createRedisEventBus } = await import('./redis-event-bus.ts')
  return createRedisEventBus(redisUrl, log)
}
