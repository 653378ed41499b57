import type { PresenceChange } from './room-event.ts'
import type { Room } from './room.ts'

export type RoomOptions = {
  readonly windowMs: number
  readonly behindMs: number
  /** Durable entries were taken in, of this or another node. */
  readonly onEntries: (room: Room) => void
  /** A session of this node has changed its presence. */
  readonly onPresence: (room: Room, changes: readonly PresenceChange[]) => void
  /** The document has gone or begun another epoch: the room is of no use any more. */
  readonly onGone: (room: Room) => void
  readonly onError: (error: unknown) => void
}
