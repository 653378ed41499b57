import { encodeEvent, encodeEventBody } from '@graphmemory/document-frames/server-frames.ts'
import { binaryFrame } from '@graphmemory/service/next-frame.ts'
import type { EventClass } from './event-classes.ts'
import { LastEventFrames } from './last-event-frames.ts'
import type { RoomEvent } from './room-event.ts'

/** Makes the frames of events for one kind of subscriber. */
export type EventFrames = { frame(event: RoomEvent, operationId: string): Buffer }

/** Updates and presences as frames of graphmemory-documents.v2: written once, whoever is sent them on however many streams. */
export class CompactEvents {
  readonly #frames = new LastEventFrames(bodyOf, (operationId, body) =>
    binaryFrame(encodeEvent(Number(operationId), body)),
  )

  /** Frames for a stream: what is not an update or a presence goes as it goes to `others`. */
  beside(others: EventClass): EventFrames {
    return {
      frame: (event, operationId) =>
        isCompact(event) ? this.#frames.frame(event, operationId) : others.frame(event, operationId),
    }
  }

  /** Whether a stream of this id can be named in a frame. */
  static canName(operationId: string): boolean {
    return /^(?:0|[1-9]\d{0,8})$/.test(operationId)
  }
}

const bodyOf = ({ seq, update, presence, early }: RoomEvent) =>
  encodeEventBody({ seq, update, presence, vouched: early?.vouched ?? null, underWay: early?.underWay ?? 0 })

const isCompact = ({ control, stateVector, locks }: RoomEvent) =>
  control === null && stateVector === null && locks === undefined
