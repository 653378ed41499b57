import type { RoomEvent } from './room-event.ts'

/** Few ids are short and shared by many; those that are unique are not worth keeping. */
const maxKeptId = 9

/** The frames of the event that was asked for last: what all of them share is written once, whoever asks how often. */
export class LastEventFrames<Shared> {
  readonly #write: (event: RoomEvent) => Shared
  readonly #frameFor: (operationId: string, shared: Shared) => Buffer
  readonly #frames = new Map<string, Buffer>()
  #last: { readonly event: RoomEvent; readonly shared: Shared } | null = null

  constructor(write: (event: RoomEvent) => Shared, frameFor: (operationId: string, shared: Shared) => Buffer) {
    this.#write = write
    this.#frameFor = frameFor
  }

  frame(event: RoomEvent, operationId: string): Buffer {
    if (event !== this.#last?.event) {
      this.#last = { event, shared: this.#write(event) }
      this.#frames.clear()
    }
    let frame = this.#frames.get(operationId)
    if (frame === undefined) {
      frame = this.#frameFor(operationId, this.#last.shared)
      if (operationId.length <= maxKeptId) this.#frames.set(operationId, frame)
    }
    return frame
  }
}
