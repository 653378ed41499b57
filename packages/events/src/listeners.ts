import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { withChildSpan, withinTrace } from '@graphmemory/telemetry/with-span.ts'
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
    /** `traceparent`: the trace in which the news was published, which each handler goes on with. */
    call<T extends Topic>(topic: T, payload: Topics[T], traceparent: string | undefined): void {
      for (const handler of byTopic.get(topic) ?? []) {
        handle(topic, handler as Handler<T>, payload, traceparent).catch((error: unknown) =>
          log.error({ err: error, topic }, 'a listener of news failed'),
        )
      }
    },
    clear: () => byTopic.clear(),
  }
}

const handle = <T extends Topic>(
  topic: T,
  handler: Handler<T>,
  payload: Topics[T],
  traceparent: string | undefined,
): Promise<void> =>
  withinTrace(traceparent, () => withChildSpan('news.handle', { topic }, () => Promise.try(handler, payload)))
