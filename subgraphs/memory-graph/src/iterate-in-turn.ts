/**
 * An iterator over what `read` gives, for readers that do not wait for one another: they are served one after another.
 * Written by hand: the `return` of a native async generator would wait for an upstream that may stay quiet for ever.
 */
export function iterateInTurn<Event>(
  read: () => Promise<IteratorResult<Event>>,
  end: () => void,
): AsyncIterableIterator<Event> {
  let last: Promise<unknown> = Promise.resolve()
  return {
    next() {
      const next = last.then(read, read)
      last = next
      return next
    },
    async return() {
      end()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
