import { Redis } from 'ioredis'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { EventBus } from './event-bus.ts'
import { createListeners } from './listeners.ts'
import type { Topic, Topics } from './topics.ts'

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
  subscriber.on('ready', () => {
    subscribeTo(listeners.topics()).catch((error: unknown) => log.warn({ err: error }, 'Redis refused a subscription'))
  })
  subscriber.on('message', (channel, message) => {
    const topic = channel.slice(channelOf('').length) as Topic
    // Written by `publish` below in another of our own processes.
    listeners.call(topic, JSON.parse(message) as Topics[Topic])
  })
  const connected = await Promise.allSettled([publisher.connect(), subscriber.connect()])
  if (connected.some(({ status }) => status === 'rejected'))
    log.warn('Redis is away at the start: news stays in this process')

  return {
    publish: (topic, payload) => {
      publisher.publish(channelOf(topic), JSON.stringify(payload)).catch((error: unknown) => {
        log.warn({ err: error, topic }, 'news could not be published')
        listeners.call(topic, payload)
      })
    },
    subscribe: async (topic, handler) => {
      const remove = listeners.add(topic, handler)
      if (subscriber.status === 'ready') await subscribeTo([topic])
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
