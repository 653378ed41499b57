/** What waits between one that produces events and one that reads them one by one. */
export type EventQueue<Event> = {
  push(event: Event): void
  /** No more events: the reader gets those that wait, and then the end. */
  end(): void
  /** The reader's side; `onReturn` runs once, when the reader leaves or the queue has overflowed. */
  iterate(onReturn: () => void): AsyncIterableIterator<Event>
}

/**
 * A bounded queue. Beyond `limit` waiting events the rest is dropped: `overflow()` takes their place and ends it.
 * Written by hand, since the `return` of a native async generator waits for an upstream that may stay quiet for ever.
 */
export function createEventQueue<Event>(limit: number, overflow: () => Event): EventQueue<Event> {
  const waiting: Event[] = []
  let ended = false
  let reader: ((result: IteratorResult<Event, undefined>) => void) | undefined
  let leave = (): void => undefined

  const end = () => {
    ended = true
    reader?.({ done: true, value: undefined })
    reader = undefined
  }
  return {
    push(event) {
      if (ended) return
      if (reader !== undefined) {
        reader({ done: false, value: event })
        reader = undefined
      } else if (waiting.length < limit) {
        waiting.push(event)
      } else {
        waiting.push(overflow())
        ended = true
        leave()
      }
    },
    end,
    iterate(onReturn) {
      leave = () => {
        leave = () => undefined
        onReturn()
      }
      return {
        next() {
          const event = waiting.shift()
          if (event !== undefined) return Promise.resolve({ done: false, value: event })
          if (ended) return Promise.resolve({ done: true, value: undefined })
          return new Promise((resolve) => (reader = resolve))
        },
        async return() {
          waiting.length = 0
          end()
          leave()
          return { done: true, value: undefined }
        },
        [Symbol.asyncIterator]() {
          return this
        },
      }
    },
  }
}
