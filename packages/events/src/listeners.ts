import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Handler } from './event-bus.ts'
import type { Topic, Topics } from './topics.ts'

/** The handlers of one process by topic, called one by one; one that fails is logged and stops no other. */
export function createListeners(log: Log) {
  const byTopic = new Map<Topic, Set<(payload: never) => void | Promise<void>>>()
  return {
    topics: () => [...byTopic.keys()],
    add<T extends Topic>(topic: T, handler: Handler<T>): () => boolean {
      // A listener of its own, so that subscribing the same function twice makes two subscriptions.
      const listener = (payload: Topics[T]) => handler(payload)
      const handlers = byTopic.get(topic) ?? new Set()
      byTopic.set(topic, handlers.add(listener))
      return () => {
        handlers.delete(listener)
        if (handlers.size > 0 || byTopic.get(topic) !== handlers) return false
        return byTopic.delete(topic)
      }
    },
    call<T extends Topic>(topic: T, payload: Topics[T]): void {
      for (const handler of byTopic.get(topic) ?? []) {
        Promise.try(handler as Handler<T>, payload).catch((error: unknown) =>
          log.error({ err: error, topic }, 'a listener of news failed'),
        )
      }
    },
    clear: () => byTopic.clear(),
  }
}
