import { Redis } from 'ioredis'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { currentTrace, withChildSpan } from '@graphmemory/telemetry/with-span.ts'
import type { EventBus } from './event-bus.ts'
import { createListeners } from './listeners.ts'
import type { Topic, Topics } from './topics.ts'

/** What goes over the wire, written and read by our own processes; `trace` is the `traceparent` of who published it. */
type Message<T extends Topic> = { readonly payload: Topics[T]; readonly trace?: string }

const channelOf = (topic: string) => `graphmemory:${topic}`

/**
 * A bus over Redis pub/sub, for many processes. When Redis is down, publishing drops the news at once and subscriptions
 * come back by themselves with the connection. `commandTimeoutMs` bounds a frozen server.
 */
export async function createRedisEventBus(url: string, log: Log, commandTimeoutMs = 250): Promise<EventBus> {
  const listeners = createListeners(log)
  const options = {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000),
  }
  const publisher = new Redis(url, options)
  const subscriber = new Redis(url, { ...options, autoResubscribe: false })
  for (const redis of [publisher, subscriber]) {
    redis.on('error', (error: unknown) => log.warn({ err: error }, 'Redis is away'))
  }
  const subscribeTo = (topics: readonly Topic[]) =>
    topics.length === 0 ? Promise.resolve() : subscriber.subscribe(...topics.map(channelOf)).then(() => undefined)
  /** Never fails: what Redis does not answer in time, as where this process was too busy to hear it, is asked again. */
  const subscribeSurely = async (topics: readonly Topic[]): Promise<void> => {
    try {
      await subscribeTo(topics)
    } catch (error) {
      log.warn({ err: error }, 'Redis did not take a subscription')
      const again = () => {
        const wanted = topics.filter((topic) => listeners.topics().includes(topic))
        // Without a connection, the next one subscribes to everything.
        if (subscriber.status === 'ready') void subscribeSurely(wanted)
      }
      setTimeout(again, commandTimeoutMs).unref()
    }
  }
  subscriber.on('ready', () => void subscribeSurely(listeners.topics()))
  subscriber.on('message', (channel, message) => {
    const topic = channel.slice(channelOf('').length) as Topic
    const { payload, trace } = JSON.parse(message) as Message<Topic>
    listeners.call(topic, payload, trace)
  })
  const connected = await Promise.allSettled([publisher.connect(), subscriber.connect()])
  if (connected.some(({ status }) => status === 'rejected'))
    log.warn('Redis is away at the start: news stays in this process')

  return {
    publish: (topic, payload) => {
      const trace = currentTrace()
      const message: Message<typeof topic> = { payload, ...(trace !== undefined && { trace }) }
      withChildSpan('news.publish', { topic, 'db.system.name': 'redis' }, () =>
        publisher.publish(channelOf(topic), JSON.stringify(message)),
      ).catch((error: unknown) => {
        log.warn({ err: error, topic }, 'news could not be published')
        listeners.call(topic, payload, trace)
      })
    },
    subscribe: async (topic, handler) => {
      const remove = listeners.add(topic, handler)
      if (subscriber.status === 'ready') await subscribeSurely([topic])
      return {
        [Symbol.asyncDispose]: async () => {
          if (remove() && subscriber.status === 'ready') await subscriber.unsubscribe(channelOf(topic))
        },
      }
    },
    isHealthy: () => publisher.status === 'ready' && subscriber.status === 'ready',
    [Symbol.asyncDispose]: async () => {
      listeners.clear()
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}
