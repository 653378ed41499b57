import { noteCauses } from '@graphmemory/telemetry/cause.ts'
import { decodeStateVector, encodeStateVector, mergeUpdates, parseUpdateMeta } from 'yjs'
import { FlushWindow } from './flush-window.ts'
import type { LockChange } from './locks/element-lock.ts'
import {
  control,
  type Control,
  type JoinedPlace,
  type PresenceChange,
  type RoomEvent,
  type Subscriber,
} from './room-event.ts'

/** What an audience is told by its room. */
export type AudienceSource = {
  readonly seq: number
  readonly presences: { all(): PresenceChange[] }
  /** All that a state vector lacks, once it is durable. */
  state(
    stateVector?: Uint8Array,
  ): Promise<{ readonly seq: number; readonly update: Uint8Array; readonly stateVector: Uint8Array }>
}

type Place = {
  readonly subscriber: Subscriber
  readonly yjsClientId: number
  state:
    | { readonly kind: 'joining'; readonly events: RoomEvent[] }
    | { readonly kind: 'live' }
    | { readonly kind: 'behind'; readonly sinceMs: number; readonly have: Map<number, number> }
}

const flushBytes = 256 * 1024
const catchUpMs = 50
/** An event is linked to so many of the edits that it tells of. */
const maxTraces = 16
/** More than this while joining is cheaper to send as one difference. */
const joiningEvents = 200

/**
 * The subscribers of a room. Durable entries and presences are gathered and sent to all as one event; who cannot take it
 * is left behind, without a queue, until it is ready for all it lacks at once.
 */
export class Audience {
  readonly #source: AudienceSource
  readonly #behindMs: number
  readonly #window: FlushWindow
  readonly #places = new Set<Place>()
  #updates: Uint8Array[] = []
  #updateBytes = 0
  #presence = new Map<number, PresenceChange>()
  /** Whose the gathered changes are; null stands for everybody else's. */
  #authors = new Set<number | null>()
  /** The traces of the gathered changes. */
  #traces: string[] = []
  /** The clocks that every live subscriber has. */
  #delivered = new Map<number, number>()
  #catchingUp: NodeJS.Timeout | null = null

  constructor(source: AudienceSource, windowMs: number, behindMs: number) {
    this.#source = source
    this.#behindMs = behindMs
    this.#window = new FlushWindow(() => this.#flush(), windowMs)
  }

  get size(): number {
    return this.#places.size
  }

  get behind(): number {
    return [...this.#places].filter(({ state }) => state.kind === 'behind').length
  }

  /**
   * Adds a subscriber. `first` is all that its state vector lacks; what happens after is held back until `start`.
   */
  async add(subscriber: Subscriber, yjsClientId: number, stateVector: Uint8Array | undefined): Promise<JoinedPlace> {
    const place: Place = { subscriber, yjsClientId, state: { kind: 'joining', events: [] } }
    const isAlone = this.#places.size === 0
    this.#places.add(place)
    try {
      const state = await this.#source.state(stateVector)
      if (isAlone && this.#delivered.size === 0) this.#delivered = decodeStateVector(state.stateVector)
      return {
        first: { ...state, presence: this.#source.presences.all(), control: null },
        start: () => this.#goLive(place),
        leave: () => this.#remove(place),
      }
    } catch (error) {
      this.#remove(place)
      throw error
    }
  }

  /** An entry has become durable. */
  addEntry(payload: Uint8Array, yjsClientId: number | null, trace?: string): void {
    if (this.#places.size === 0) return
    if (trace !== undefined && this.#traces.length < maxTraces) this.#traces.push(trace)
    this.#updates.push(payload)
    this.#updateBytes += payload.length
    this.#authors.add(yjsClientId)
    this.#window.request(this.#updateBytes > flushBytes)
  }

  addPresence(changes: readonly PresenceChange[], yjsClientId: number | null): void {
    if (this.#places.size === 0) return
    for (const change of changes) this.#presence.set(change[0], change)
    this.#authors.add(yjsClientId)
    this.#window.request()
  }

  /** Tells one session, or with null everybody, something at once. */
  tell(sessionId: string | null, message: Control): void {
    this.#tell(sessionId, message)
  }

  /** Tells everybody which elements are held now, or are free again. */
  tellLocks(locks: readonly LockChange[]): void {
    this.#tell(null, null, locks)
  }

  #tell(sessionId: string | null, message: Control | null, locks?: readonly LockChange[]): void {
    this.#flush()
    const event: RoomEvent = {
      seq: this.#source.seq,
      update: null,
      stateVector: null,
      presence: null,
      control: message,
      ...(locks !== undefined && { locks }),
    }
    for (const place of this.#places) {
      if (sessionId === null || place.subscriber.sessionId === sessionId) this.#sendTo(place, event)
    }
  }

  /** Ends the streams of one session, or with null all. */
  end(sessionId: string | null): void {
    for (const place of this.#places) {
      if (sessionId !== null && place.subscriber.sessionId !== sessionId) continue
      this.#remove(place)
      place.subscriber.end('over')
    }
  }

  hasSession(sessionId: string): boolean {
    for (const { subscriber } of this.#places) if (subscriber.sessionId === sessionId) return true
    return false
  }

  sessionIds(): ReadonlySet<string> {
    return new Set([...this.#places].map(({ subscriber }) => subscriber.sessionId))
  }

  close(): void {
    this.end(null)
    this.#window.cancel()
  }

  #flush(): void {
    const updates = this.#updates
    const presence = [...this.#presence.values()]
    const authors = this.#authors
    if (updates.length === 0 && presence.length === 0) return
    this.#updates = []
    this.#updateBytes = 0
    this.#presence = new Map()
    this.#authors = new Set()
    const traces = this.#traces
    this.#traces = []
    const update = updates.length > 1 ? mergeUpdates(updates) : (updates[0] ?? null)
    const event: RoomEvent = {
      seq: this.#source.seq,
      update,
      stateVector: null,
      presence: presence.length === 0 ? null : presence,
      control: null,
    }
    noteCauses(event, traces)
    const [soleAuthor] = authors.size === 1 ? authors : [null]
    for (const place of this.#places) {
      if (soleAuthor === null || place.yjsClientId !== soleAuthor) this.#sendTo(place, event)
    }
    if (update !== null) for (const [client, clock] of parseUpdateMeta(update).to) this.#delivered.set(client, clock)
  }

  #sendTo(place: Place, event: RoomEvent): void {
    switch (place.state.kind) {
      case 'live':
        if (!place.subscriber.send(event)) this.#leaveBehind(place)
        return
      case 'joining':
        if (place.state.events.length < joiningEvents || event.control !== null) place.state.events.push(event)
        else this.#leaveBehind(place)
        return
      case 'behind':
        return
    }
  }

  #goLive(place: Place): void {
    if (place.state.kind !== 'joining' || !this.#places.has(place)) return
    const { events } = place.state
    place.state = { kind: 'live' }
    for (const event of events) this.#sendTo(place, event)
  }

  #leaveBehind(place: Place): void {
    place.state = { kind: 'behind', sinceMs: performance.now(), have: new Map(this.#delivered) }
    this.#catchingUp ??= setInterval(() => this.#catchUp(), catchUpMs)
  }

  #catchUp(): void {
    const now = performance.now()
    let isAnyBehind = false
    for (const place of this.#places) {
      if (place.state.kind !== 'behind') continue
      if (place.subscriber.isReady()) {
        void this.#resync(place, place.state.have, place.state.sinceMs)
      } else if (now - place.state.sinceMs > this.#behindMs) {
        this.#remove(place)
        place.subscriber.end('slow')
        continue
      }
      isAnyBehind = true
    }
    if (isAnyBehind || this.#catchingUp === null) return
    clearInterval(this.#catchingUp)
    this.#catchingUp = null
  }

  async #resync(place: Place, have: Map<number, number>, sinceMs: number): Promise<void> {
    place.state = { kind: 'joining', events: [] }
    try {
      const state = await this.#source.state(encodeStateVector(have))
      const event = { ...state, presence: this.#source.presences.all(), control: control('RESYNC') }
      if (this.#places.has(place) && place.subscriber.send(event)) return this.#goLive(place)
    } catch {
      // The room is being read anew: the next round tries again.
    }
    place.state = { kind: 'behind', sinceMs, have }
  }

  #remove(place: Place): void {
    this.#places.delete(place)
    if (this.#places.size > 0) return
    this.#window.cancel()
    this.#updates = []
    this.#presence.clear()
    this.#authors.clear()
    this.#updateBytes = 0
    this.#delivered = new Map()
    if (this.#catchingUp !== null) clearInterval(this.#catchingUp)
    this.#catchingUp = null
  }
}
