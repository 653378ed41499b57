import { causesOf, noteCauses } from '@graphmemory/telemetry/cause.ts'
import type { Limits } from './limits.ts'
import type { JoinedPlace, RoomEvent, Subscriber } from './room-event.ts'

/** One event as GraphQL executes it. */
export type StreamItem = { readonly documentEvents: RoomEvent }

/** A subscriber whose events are read as an iterator, from the first one on. */
export type Stream = Subscriber & {
  iterate(place: JoinedPlace): AsyncIterableIterator<StreamItem>
}

const maxWaiting = 64

/** Follows from the same edits as the event. */
function itemOf(event: RoomEvent): StreamItem {
  const item = { documentEvents: event }
  noteCauses(item, causesOf(event))
  return item
}

/** Events read one by one, at the reader's pace, with a bound on what waits. */
export class EventStream implements Stream {
  readonly sessionId: string
  readonly isEarly = false
  readonly #limits: Limits
  #waiting: RoomEvent[] = []
  #waitingBytes = 0
  #reader: ((result: IteratorResult<StreamItem>) => void) | null = null
  #isOver = false

  constructor(sessionId: string, limits: Limits) {
    this.sessionId = sessionId
    this.#limits = limits
  }

  send(event: RoomEvent): boolean {
    if (this.#reader !== null) {
      this.#reader({ done: false, value: itemOf(event) })
      this.#reader = null
      return true
    }
    if (event.control === null && (this.#waiting.length >= maxWaiting || this.#waitingBytes > this.#limits.behindBytes))
      return false
    this.#waiting.push(event)
    this.#waitingBytes += event.update?.length ?? 0
    return true
  }

  isReady(): boolean {
    return this.#waiting.length === 0
  }

  end(): void {
    this.#isOver = true
    this.#reader?.({ done: true, value: undefined })
    this.#reader = null
  }

  iterate(place: JoinedPlace): AsyncIterableIterator<StreamItem> {
    this.#waiting.push(place.first)
    place.start()
    return {
      next: () => {
        const event = this.#waiting.shift()
        if (event !== undefined) {
          this.#waitingBytes -= event === place.first ? 0 : (event.update?.length ?? 0)
          return Promise.resolve({ done: false, value: itemOf(event) })
        }
        if (this.#isOver) return Promise.resolve({ done: true, value: undefined })
        return new Promise((resolve) => (this.#reader = resolve))
      },
      return: async () => {
        this.#waiting = []
        this.end()
        place.leave()
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }
}
