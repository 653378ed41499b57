import type { LockChange } from './locks/element-lock.ts'
import type { DocumentControlKind, DocumentRole } from './schema.generated.ts'

/** One presence as subscribers see it: the session's Yjs client id, its clock, and the state or null when it has left. */
export type PresenceChange = readonly [yjsClientId: number, clock: number, state: unknown]

export type Control = {
  readonly kind: DocumentControlKind
  readonly role: DocumentRole | null
  readonly retryAfterMs: number | null
  readonly versionId: string | null
  readonly isReadOnly: boolean | null
}

/** What a subscriber is sent. The same object goes to every subscriber that is sent the same. */
export type RoomEvent = {
  readonly seq: number
  readonly update: Uint8Array | null
  readonly stateVector: Uint8Array | null
  readonly presence: readonly PresenceChange[] | null
  readonly control: Control | null
  /** Elements that are held now, or are free again. */
  readonly locks?: readonly LockChange[]
  /** For those who are shown edits early: some that are not durable yet, and how many of all that were shown are not. */
  readonly early?: { readonly vouched: Uint8Array | null; readonly underWay: number }
}

/** Where a room's events go. */
export type Subscriber = {
  readonly sessionId: string
  /** Whether it is shown edits before they are durable: it can give back what was lost. */
  readonly isEarly: boolean
  /** Sends an event at once; false when too much waits already, and the event was not taken. */
  send(event: RoomEvent): boolean
  /** Whether a subscriber that had too much waiting can take events again. */
  isReady(): boolean
  /** Ends the stream: it was too slow for too long, or nothing more will come. */
  end(reason: 'slow' | 'over'): void
}

/** A subscriber's place in an audience: what it lacked when it joined, and what lets in what follows. */
export type JoinedPlace = {
  readonly first: RoomEvent
  readonly start: () => void
  readonly leave: () => void
}

export const control = (kind: DocumentControlKind, details: Partial<Omit<Control, 'kind'>> = {}): Control => ({
  kind,
  role: details.role ?? null,
  retryAfterMs: details.retryAfterMs ?? null,
  versionId: details.versionId ?? null,
  isReadOnly: details.isReadOnly ?? null,
})
