import { encodePush, type PushFrame } from '@graphmemory/document-frames/push-frame.ts'
import { decodeServerFrame, type AnswerFrame, type EventFrame } from '@graphmemory/document-frames/server-frames.ts'
import type { GraphQLFormattedError } from 'graphql'
import { ConnectionLostError, refusal } from './connection-errors.ts'

/** The binary frames of one socket that has them: pushes with their answers, and events by their streams. */
export class FrameExchange {
  readonly #send: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly #pushes = new Map<number, PromiseWithResolvers<AnswerFrame>>()
  readonly #streams = new Map<number, (event: EventFrame) => void>()
  #lastPush = 0
  #isOver = false

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send
  }

  /** Rejects with `ConnectionLostError` or `RefusedError`. */
  push(push: Omit<PushFrame, 'id'>): Promise<AnswerFrame> {
    const answered = Promise.withResolvers<AnswerFrame>()
    if (this.#isOver) answered.reject(new ConnectionLostError('the socket has closed'))
    else {
      const id = ++this.#lastPush
      this.#pushes.set(id, answered)
      this.#send(new Uint8Array(encodePush({ ...push, id })))
    }
    return answered.promise
  }

  /** Calls `next` with the events of a stream, until the function it returns is called. */
  listen(stream: number, next: (event: EventFrame) => void): () => void {
    this.#streams.set(stream, next)
    return () => this.#streams.delete(stream)
  }

  /** Throws `RangeError` for what is no frame. */
  receive(bytes: Uint8Array): void {
    const frame = decodeServerFrame(bytes)
    if (frame.kind === 'event') return this.#streams.get(frame.stream)?.(frame)
    const push = this.#pushes.get(frame.id)
    this.#pushes.delete(frame.id)
    if (frame.kind === 'answer') push?.resolve(frame)
    else push?.reject(refusal(frame.errors as readonly GraphQLFormattedError[]))
  }

  /** The socket has gone. */
  end(): void {
    this.#isOver = true
    for (const { reject } of this.#pushes.values()) reject(new ConnectionLostError('the socket has closed'))
    this.#pushes.clear()
    this.#streams.clear()
  }
}
