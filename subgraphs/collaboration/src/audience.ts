import { noteCauses } from '@graphmemory/telemetry/cause.ts'
import { decodeStateVector, encodeStateVector, mergeUpdates } from 'yjs'
import { FlushWindow } from './flush-window.ts'
import { Gathering, type Gathered } from './gathering.ts'
import type { LocalEdit } from './local-edit.ts'
import type { LockChange } from './locks/element-lock.ts'
import type { Told } from './presences.ts'
import {
  control,
  type Control,
  type JoinedPlace,
  type PresenceChange,
  type RoomEvent,
  type Subscriber,
} from './room-event.ts'
import { SettledNews } from './settled-news.ts'
import { bytesPerEdit, UnderWay } from './under-way.ts'
import type { Vouchers } from './vouchers.ts'

/** What an audience is told by its room. */
export type AudienceSource = {
  readonly seq: number
  /** Whether nothing can be told of the document now. */
  readonly isLost: boolean
  readonly presences: { all(): PresenceChange[] }
  readonly vouchers: Vouchers
  /** All that a state vector lacks, once it is durable. */
  state(
    stateVector?: Uint8Array,
  ): Promise<{ readonly seq: number; readonly update: Uint8Array; readonly stateVector: Uint8Array }>
  /** Has the document hold what is under way; where it cannot, all of that is `lost`. */
  takeIn(): void
}

/** Those who are shown the same. */
type Group = { readonly places: Set<Place>; readonly gathering: Gathering }

type Place = {
  readonly subscriber: Subscriber
  readonly yjsClientId: number
  /** That of the last event that it was sent. */
  seq: number
  state:
    /** `isStale`: what it was shown may be lost. */
    | { readonly kind: 'joining'; readonly events: RoomEvent[]; isStale: boolean }
    | { readonly kind: 'live' }
    | { readonly kind: 'behind'; readonly sinceMs: number; readonly have: Map<number, number> }
}

const flushBytes = 256 * 1024
/** So many edits are worth a flush, whatever it costs. */
const flushSize = 6
const catchUpMs = 50
/** More than this while joining is cheaper to send as one difference. */
const joiningEvents = 200

/**
 * The subscribers of a room. What happens is gathered and sent to all as one event: to those who can give back what was lost
 * an edit as soon as it has been taken, to the others once it is durable. Who cannot take an event is left behind, without
 * a queue, until it is ready for all it lacks at once.
 */
export class Audience {
  readonly #source: AudienceSource
  readonly #behindMs: number
  readonly #window: FlushWindow
  readonly #early: Group = { places: new Set(), gathering: new Gathering() }
  readonly #late: Group = { places: new Set(), gathering: new Gathering() }
  readonly #underWay = new UnderWay()
  readonly #settledNews = new SettledNews(() => this.#sendEarly({ update: null, presence: null }, null, null))
  #catchingUp: NodeJS.Timeout | null = null

  constructor(source: AudienceSource, windowMs: number, behindMs: number) {
    this.#source = source
    this.#behindMs = behindMs
    this.#window = new FlushWindow(() => this.#flush(), windowMs)
  }

  get size(): number {
    return this.#early.places.size + this.#late.places.size
  }

  get behind(): number {
    return [...this.#places()].filter(({ state }) => state.kind === 'behind').length
  }

  /**
   * Adds a subscriber. `first` is all that its state vector lacks; what happens after is held back until `start`.
   */
  async add(subscriber: Subscriber, yjsClientId: number, stateVector: Uint8Array | undefined): Promise<JoinedPlace> {
    const place: Place = { subscriber, yjsClientId, seq: 0, state: joining() }
    const { places, gathering } = this.#groupOf(place)
    const isAlone = places.size === 0
    places.add(place)
    try {
      const state = await this.#source.state(stateVector)
      if (isAlone) gathering.beginWith(decodeStateVector(state.stateVector))
      place.seq = state.seq
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

  /** An edit of this node has been taken, and is on its way into the log. */
  addEdit(edit: LocalEdit): void {
    this.#underWay.add(edit)
    this.#show()
  }

  /** An entry has become durable; `edit` is what it was until then, where it was this node's. */
  addEntry(payload: Uint8Array, edit: LocalEdit | null, trace?: string): void {
    const wasShown = edit !== null && this.#settle(edit)
    const yjsClientId = edit?.yjsClientId ?? null
    for (const group of wasShown ? [this.#late] : [this.#late, this.#early]) {
      if (group.places.size === 0) continue
      group.gathering.addEntry(payload, yjsClientId, trace)
      this.#request(group)
    }
    this.#show()
  }

  /** An edit has become durable, and its entry was added from elsewhere. */
  addSettled(edit: LocalEdit): void {
    this.#settle(edit)
    this.#show()
  }

  addPresence(changes: readonly PresenceChange[], yjsClientId: number | null, told: Told): void {
    const groups = told === 'all' ? [this.#early, this.#late] : [told === 'early' ? this.#early : this.#late]
    for (const group of groups) {
      if (group.places.size === 0) continue
      group.gathering.addPresence(changes, yjsClientId)
      this.#request(group)
    }
  }

  /** What was under way is lost: whoever was shown of it is told what there is, and can give it back. */
  lost(): void {
    const wasSent = this.#underWay.shown > this.#early.gathering.dropEdits()
    this.#underWay.clear()
    if (!wasSent) return
    for (const place of this.#early.places) {
      if (place.state.kind === 'joining') place.state.isStale = true
      else if (place.state.kind === 'live') this.#leaveBehind(place)
    }
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
    for (const place of this.#places()) {
      if (sessionId === null || place.subscriber.sessionId === sessionId) this.#sendTo(place, event)
    }
  }

  /** Ends the streams of one session, or with null all. */
  end(sessionId: string | null): void {
    for (const place of this.#places()) {
      if (sessionId !== null && place.subscriber.sessionId !== sessionId) continue
      this.#remove(place)
      place.subscriber.end('over')
    }
  }

  hasSession(sessionId: string): boolean {
    for (const { subscriber } of this.#places()) if (subscriber.sessionId === sessionId) return true
    return false
  }

  sessionIds(): ReadonlySet<string> {
    return new Set([...this.#places()].map(({ subscriber }) => subscriber.sessionId))
  }

  close(): void {
    this.end(null)
    this.#window.cancel()
    this.#settledNews.cancel()
  }

  #groupOf({ subscriber }: Place): Group {
    return subscriber.isEarly ? this.#early : this.#late
  }

  *#places(): Iterable<Place> {
    yield* this.#early.places
    yield* this.#late.places
  }

  #request({ gathering }: Group): void {
    this.#window.request(gathering.size >= flushSize || gathering.bytes > flushBytes)
  }

  #show(): void {
    for (let edit = this.#underWay.showNext(); edit !== null; edit = this.#underWay.showNext()) {
      if (this.#early.places.size === 0) continue
      this.#early.gathering.addEdit(edit)
      this.#request(this.#early)
    }
  }

  /** Notes that an edit is durable; says whether the early have been shown it already. */
  #settle(edit: LocalEdit): boolean {
    const wasShown = this.#underWay.settle(edit)
    if (wasShown && this.#early.places.size > 0) this.#settledNews.settled()
    return wasShown
  }

  #flush(): void {
    const late = this.#late.gathering.take()
    if (late !== null) this.#flushLate(late)
    // Nobody is shown what no document can take in.
    if (this.#early.gathering.hasEdits) this.#source.takeIn()
    const early = this.#early.gathering.take()
    if (early !== null) this.#flushEarly(early)
  }

  #flushLate(gathered: Gathered): void {
    const update = merged(gathered.updates)
    const event: RoomEvent = {
      seq: this.#source.seq,
      update,
      stateVector: null,
      presence: presenceOf(gathered),
      control: null,
    }
    noteCauses(event, gathered.traces)
    this.#sendAll(this.#late, event, gathered.soleAuthor)
    this.#late.gathering.sent(update, [])
  }

  #flushEarly(gathered: Gathered): void {
    const { edits, soleAuthor } = gathered
    const durable = edits.filter(({ isDurable }) => isDurable).map(({ payload }) => payload)
    const update = merged([...gathered.updates, ...durable])
    const [first = null, ...others] = portionsOf(edits.filter(({ isDurable }) => !isDurable))
    this.#sendEarly({ update, presence: presenceOf(gathered) }, first, soleAuthor)
    for (const portion of others) this.#sendEarly({ update: null, presence: null }, portion, soleAuthor)
    this.#early.gathering.sent(update, edits)
  }

  #sendEarly(
    durable: Pick<RoomEvent, 'update' | 'presence'>,
    edits: readonly LocalEdit[] | null,
    soleAuthor: number | null,
  ): void {
    const shown = edits?.map(({ yjsClientId, payload }) => ({ author: yjsClientId, update: payload }))
    const event: RoomEvent = {
      ...durable,
      seq: this.#source.seq,
      stateVector: null,
      control: null,
      early: {
        vouched: shown === undefined ? null : this.#source.vouchers.vouch(shown),
        underWay: this.#underWay.shown,
      },
    }
    this.#settledNews.sent(soleAuthor)
    this.#sendAll(this.#early, event, soleAuthor)
  }

  #sendAll({ places }: Group, event: RoomEvent, soleAuthor: number | null): void {
    for (const place of places) {
      if (soleAuthor === null || place.yjsClientId !== soleAuthor) this.#sendTo(place, event)
    }
  }

  #sendTo(place: Place, event: RoomEvent): void {
    switch (place.state.kind) {
      case 'live':
        if (place.subscriber.send(event)) place.seq = event.seq
        else this.#leaveBehind(place)
        return
      case 'joining':
        if (place.state.events.length < joiningEvents || event.control !== null) place.state.events.push(event)
        else this.#leaveBehind(place)
        return
      case 'behind':
        // What it lacks is still to come.
        if (event.control !== null && place.subscriber.isReady()) place.subscriber.send({ ...event, seq: place.seq })
        return
    }
  }

  #goLive(place: Place): void {
    if (place.state.kind !== 'joining' || !this.#groupOf(place).places.has(place)) return
    const { events, isStale } = place.state
    for (const event of events) {
      if (!place.subscriber.send(event)) return this.#leaveBehind(place)
      place.seq = event.seq
    }
    if (isStale) return this.#leaveBehind(place)
    place.state = { kind: 'live' }
  }

  #leaveBehind(place: Place): void {
    const have = place.state.kind === 'live' ? this.#groupOf(place).gathering.delivered() : new Map<number, number>()
    place.state = { kind: 'behind', sinceMs: performance.now(), have }
    this.#catchingUp ??= setInterval(() => this.#catchUp(), catchUpMs)
  }

  #catchUp(): void {
    if (this.#source.isLost) return
    const now = performance.now()
    let isAnyBehind = false
    for (const place of this.#places()) {
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
    place.state = joining()
    try {
      const state = await this.#source.state(encodeStateVector(have))
      const event = { ...state, presence: this.#source.presences.all(), control: control('RESYNC') }
      if (this.#groupOf(place).places.has(place) && place.subscriber.send(event)) {
        place.seq = event.seq
        return this.#goLive(place)
      }
    } catch {
      // The room is being read anew: the next round tries again.
    }
    place.state = { kind: 'behind', sinceMs, have }
  }

  #remove(place: Place): void {
    const { places, gathering } = this.#groupOf(place)
    places.delete(place)
    if (places.size === 0) gathering.clear()
    if (this.size > 0) return
    this.#window.cancel()
    if (this.#catchingUp !== null) clearInterval(this.#catchingUp)
    this.#catchingUp = null
  }
}

const joining = () => ({ kind: 'joining' as const, events: [], isStale: false })

const merged = (updates: readonly Uint8Array[]): Uint8Array | null =>
  updates.length > 1 ? mergeUpdates([...updates]) : (updates[0] ?? null)

const presenceOf = ({ presence }: Gathered) => (presence.length === 0 ? null : presence)

/** Edits as they are vouched for together: what is given back as one message must not be longer than one may be. */
function portionsOf(edits: readonly LocalEdit[]): readonly (readonly LocalEdit[])[] {
  const portions: LocalEdit[][] = []
  let bytes = Infinity
  for (const edit of edits) {
    bytes += edit.payload.length + bytesPerEdit
    if (bytes > flushBytes) {
      portions.push([])
      bytes = edit.payload.length
    }
    portions.at(-1)?.push(edit)
  }
  return portions
}
