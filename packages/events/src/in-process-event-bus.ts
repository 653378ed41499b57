import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { currentTrace } from '@graphmemory/telemetry/with-span.ts'
import type { EventBus } from './event-bus.ts'
import { createListeners } from './listeners.ts'

/** A bus within one process. News is delivered in order, after the publisher's current turn. */
export function createInProcessEventBus(log: Log): EventBus {
  const listeners = createListeners(log)
  return {
    publish: (topic, payload) => {
      const trace = currentTrace()
      setImmediate(() => listeners.call(topic, payload, trace))
    },
    subscribe: async (topic, handler) => {
      const remove = listeners.add(topic, handler)
      return { [Symbol.asyncDispose]: async () => void remove() }
    },
    isHealthy: () => true,
    [Symbol.asyncDispose]: async () => listeners.clear(),
  }
}
