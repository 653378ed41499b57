import type { Topic, Topics } from './topics.ts'

export type Handler<T extends Topic> = (payload: Topics[T]) => void | Promise<void>

/**
 * Carries news between the parts of GraphMemory. At most once: what is published while a listener is away is gone,
 * and a bus that is down drops news rather than delaying the request that publishes it.
 */
export type EventBus = {
  /** Never throws and never waits for listeners. */
  publish<T extends Topic>(topic: T, payload: Topics[T]): void
  /** Resolves once news of this topic arrives, or as soon as it is clear that it will arrive later; disposing ends it. A handler that throws is logged and goes on. */
  subscribe<T extends Topic>(topic: T, handler: Handler<T>): Promise<AsyncDisposable>
  /** Whether news reaches other processes now. */
  isHealthy(): boolean
  [Symbol.asyncDispose](): Promise<void>
}
