import type { EventFrames } from './event-frames.ts'
import type { StreamItem, Stream } from './event-stream.ts'
import type { Limits } from './limits.ts'
import type { JoinedPlace, RoomEvent } from './room-event.ts'
import type { SocketConnection } from './socket-connection.ts'

export type SocketStreamOptions = {
  readonly sessionId: string
  readonly operationId: string
  readonly connection: SocketConnection
  readonly frames: EventFrames
  readonly isEarly: boolean
  readonly limits: Limits
  readonly onEnd: () => void
}

/**
 * A subscriber on `/collaboration`: the first event goes the way of the protocol's library, those after it straight to
 * the socket as shared bytes, while the library waits for the end of the iterator.
 */
export class SocketStream implements Stream {
  readonly sessionId: string
  readonly isEarly: boolean
  readonly #options: SocketStreamOptions
  #end: (() => void) | null = null
  #isOver = false

  constructor(options: SocketStreamOptions) {
    this.sessionId = options.sessionId
    this.isEarly = options.isEarly
    this.#options = options
  }

  send(event: RoomEvent): boolean {
    const { connection, frames, operationId, limits } = this.#options
    if (event.control === null && connection.waitingBytes > limits.behindBytes) return false
    connection.sendFrame(frames.frame(event, operationId))
    return true
  }

  isReady(): boolean {
    const { connection, limits } = this.#options
    return connection.waitingBytes < limits.behindBytes / 4
  }

  end(reason: 'slow' | 'over'): void {
    this.#isOver = true
    if (reason === 'slow') this.#options.connection.close(1013, 'Too slow')
    this.#end?.()
  }

  iterate(place: JoinedPlace): AsyncIterableIterator<StreamItem> {
    let isFirst = true
    const over = { done: true, value: undefined } as const
    const leave = () => {
      this.#isOver = true
      this.#options.onEnd()
      place.leave()
      this.#end?.()
      return over
    }
    return {
      next: () => {
        if (isFirst) {
          isFirst = false
          return Promise.resolve({ done: false, value: { documentEvents: place.first } })
        }
        // Asked for a second: the first is on its way.
        if (!this.#isOver) place.start()
        if (this.#isOver) return Promise.resolve(over)
        return new Promise((resolve) => (this.#end = () => resolve(over)))
      },
      return: async () => leave(),
      throw: async () => leave(),
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }
}
