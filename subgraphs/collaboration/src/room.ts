import { setTimeout } from 'node:timers/promises'
import type { Doc } from 'yjs'
import { currentTrace } from '@graphmemory/telemetry/with-span.ts'
import type { ArrivedEntry } from './arrived-entry.ts'
import { Audience } from './audience.ts'
import type { Author, DocumentKey, DocumentLog, Entry, LogTail } from './document-log.ts'
import { inspectUpdate, type InspectedUpdate } from './inspect-update.ts'
import { hasMissingDependencies } from './missing-dependencies.ts'
import type { CommitOptions } from './local-edit.ts'
import type { Offered } from './offered.ts'
import { BatchUsedError, InvalidUpdateError, LockLostError, RoomLostError } from './room-errors.ts'
import { RoomDocument } from './room-document.ts'
import { Presences } from './presences.ts'
import type { RoomOptions } from './room-options.ts'
import { Vouchers } from './vouchers.ts'

/**
 * A document in memory. Its Yjs document holds the log up to `seq`, and what is being committed, which those of its audience
 * who can give it back are shown at once; the others are only ever shown what is durable. Numbered entries of other nodes
 * are taken in as they arrive, and gaps are read from the log.
 *
 * What is typed can be stored as it came: it waits until it is shown or its group is committed, and is taken in with what
 * else waits.
 */
export class Room {
  readonly key: DocumentKey
  readonly epoch: number
  readonly audience: Audience
  readonly presences: Presences
  readonly vouchers: Vouchers
  readonly #log: DocumentLog
  readonly #options: RoomOptions
  #doc: RoomDocument
  #seq: number
  #bytes: number
  #entriesSinceSnapshot: number
  #bytesSinceSnapshot: number
  /** The last entry that is known to be in a version, or before this room was opened in a snapshot. */
  #versionedSeq: number
  #editedMs = performance.now()
  #arrived = new Map<number, ArrivedEntry>()
  /** Settles with the last commit that was begun. */
  #tail: Promise<unknown> = Promise.resolve()
  #pending = 0
  #filling: Promise<void> | null = null
  /** Rises when what is in memory turns out not to be what is durable: commits of an older one do not count. */
  #generation = 0
  #isLost = false
  #isClosed = false
  #lastUsedMs = performance.now()

  private constructor(key: DocumentKey, log: DocumentLog, options: RoomOptions, tail: LogTail) {
    this.key = key
    this.epoch = tail.epoch
    this.#log = log
    this.#options = options
    this.#doc = new RoomDocument(tail)
    this.#seq = tail.headSeq
    this.#bytes = this.#doc.bytesRead
    this.#entriesSinceSnapshot = tail.entries.length
    this.#versionedSeq = tail.snapshot?.seq ?? 0
    this.#bytesSinceSnapshot = this.#bytes - (tail.snapshot?.state.length ?? 0)
    this.vouchers = new Vouchers(tail.voucherKey, tail.epoch)
    this.audience = new Audience(this, options.windowMs, options.behindMs)
    this.presences = new Presences((changes, yjsClientId, told) => {
      this.audience.addPresence(changes, yjsClientId, told)
      if (yjsClientId !== null && told !== 'early') options.onPresence(this, changes)
    })
  }

  /** Reads a document into memory; null where it does not exist. */
  static async open(key: DocumentKey, log: DocumentLog, options: RoomOptions): Promise<Room | null> {
    const tail = await log.read(key, 0)
    return tail === null ? null : new Room(key, log, options, tail)
  }

  /** The last entry that is durable and that the audience has, or is about to be sent. */
  get seq(): number {
    return this.#seq
  }

  /** The size of the document, as an upper bound: every entry counts until the next snapshot. */
  get bytes(): number {
    return this.#bytes
  }

  get entriesSinceSnapshot(): number {
    return this.#entriesSinceSnapshot
  }

  get bytesSinceSnapshot(): number {
    return this.#bytesSinceSnapshot
  }

  /** How long ago the last entry came that is in no version, in milliseconds; 0 where there is none such. */
  get unversionedMs(): number {
    return this.#seq > this.#versionedSeq ? performance.now() - this.#editedMs : 0
  }

  /** Whether the document is being read again. */
  get isLost(): boolean {
    return this.#isLost
  }

  get structCount(): number {
    return this.#doc.structCount
  }

  /** How long nobody has used it, in milliseconds; 0 while somebody listens or something is being committed. */
  idleMs(): number {
    return this.audience.size > 0 || this.#pending > 0 ? 0 : performance.now() - this.#lastUsedMs
  }

  clockOf(client: number): number {
    return this.#doc.clockOf(client)
  }

  /**
   * Takes an update, and begins to commit what is new in it. It `isShowable` before that where only a fault can keep it from
   * being stored. Throws `RoomLostError`.
   */
  offer(update: Uint8Array, inspected: InspectedUpdate, author: Author, isShowable = false): Offered {
    this.#use()
    if (hasMissingDependencies(inspected, (client) => this.clockOf(client))) return this.#missing()
    const { isPlain, writes } = inspected
    const [write] = writes
    if (isPlain && write !== undefined) {
      const clock = this.clockOf(write.client)
      if (write.to <= clock) return { kind: 'duplicate', seq: this.durable() }
      if (write.from === clock) {
        if (this.#doc.isFull) this.#takeInWaiting()
        const waiting = this.#doc.wait(update, write)
        return { kind: 'stored', seq: this.#commit(update, author, author.batchId, { writes, isShowable, waiting }) }
      }
    }
    this.#takeInWaiting()
    let payload: Uint8Array | null
    try {
      payload = this.#doc.offer(update)
    } catch {
      this.#lose()
      return { kind: 'invalid' }
    }
    if (this.#doc.dropUnintegrated()) {
      // Structs that need each other: what could be integrated is stored under no batch, and nothing is acknowledged.
      if (payload !== null) this.#commit(payload, author, null, inspectUpdate(payload)).catch(() => undefined)
      return this.#missing()
    }
    if (payload === null) return { kind: 'duplicate', seq: this.durable() }
    return { kind: 'stored', seq: this.#commit(payload, author, author.batchId, { writes, isShowable }) }
  }

  /** Resolves with the seq by which everything that is in the document now is durable. Rejects with `RoomLostError`. */
  async durable(): Promise<number> {
    const generation = this.#generation
    if (this.#pending > 0) await this.#tail
    this.#demand(generation)
    return this.#seq
  }

  /** The document once it is durable, and all that a state vector lacks of it. Rejects with `RoomLostError`. */
  async state(stateVector?: Uint8Array): Promise<{ seq: number; update: Uint8Array; stateVector: Uint8Array }> {
    this.#takeInWaiting()
    const generation = this.#generation
    const state = {
      seq: this.#seq,
      update: this.#doc.update(stateVector),
      stateVector: this.#doc.stateVector(),
    }
    if (this.#pending > 0) await this.#tail
    this.#demand(generation)
    return state
  }

  /** Looks at the document, and answers once what was seen is durable. Rejects with `RoomLostError`. */
  async look<T>(at: (doc: Doc, seq: number) => T): Promise<T> {
    this.#takeInWaiting()
    const generation = this.#generation
    const seen = this.#doc.look((doc) => at(doc, this.#seq))
    if (this.#pending > 0) await this.#tail
    this.#demand(generation)
    return seen
  }

  /** Looks at the document where it is exactly what the log holds up to its last entry; null while a change is under way. */
  exactly<T>(at: (doc: Doc, seq: number) => T): T | null {
    this.#use()
    if (this.#pending > 0 || this.#arrived.size > 0) return null
    return this.#doc.look((doc) => at(doc, this.#seq))
  }

  /** Resolves once the document holds the log up to an entry that is durable. Rejects with `RoomLostError`. */
  async reach(seq: number): Promise<void> {
    for (let attempt = 1; this.#seq < seq; attempt++) {
      this.#use()
      if (attempt > 3) throw new RoomLostError('the log could not be read')
      this.heard(seq)
      await this.#filling
    }
  }

  /** The log has grown on another node; the entries may come with the news. */
  heard(toSeq: number, entries: readonly Entry[] = []): void {
    if (this.#isLost || this.#isClosed) return
    for (const entry of entries) this.#arrive({ entry, edit: null })
    this.#deliver()
    if (toSeq > this.#seq) this.#fill()
  }

  /** Writes the document as a snapshot in place of its entries, and as a version. */
  async compact(version: 'always' | 'due' = 'due'): Promise<void> {
    const { seq, update } = await this.state()
    await this.#log.compact(this.key, this.epoch, seq, update, version)
    if (version === 'always') this.#versionedSeq = Math.max(this.#versionedSeq, seq)
    this.#bytes = update.length
    this.#bytesSinceSnapshot = 0
    this.#entriesSinceSnapshot = this.#seq - seq
  }

  /** Ends the room and every stream of it. */
  close(): void {
    this.#isClosed = true
    this.audience.close()
    this.presences.close()
  }

  #use(): void {
    if (this.#isClosed || this.#isLost) throw new RoomLostError('the room is being read anew')
    this.#lastUsedMs = performance.now()
  }

  #demand(generation: number): void {
    if (generation !== this.#generation || this.#isClosed) throw new RoomLostError('a commit failed')
  }

  #missing(): Offered {
    this.#takeInWaiting()
    return { kind: 'missing', stateVector: this.#doc.stateVector() }
  }

  /** Has the document hold all that is under way. Throws `RoomLostError`. */
  #takeInWaiting(): void {
    this.#use()
    if (!this.takeIn()) throw new RoomLostError('an update could not be taken in')
  }

  /** Has the document hold all that is under way; false where it cannot, and all of that is lost. */
  takeIn(): boolean {
    try {
      this.#doc.takeInWaiting()
      return true
    } catch {
      this.#lose()
      return false
    }
  }

  #commit(
    payload: Uint8Array,
    author: Author,
    batchId: string | null,
    { writes, isShowable = false, waiting }: CommitOptions,
  ): Promise<number> {
    const { yjsClientId } = author
    const edit = { payload, yjsClientId, writes, isShowable, trace: currentTrace(), isDurable: false }
    this.audience.addEdit(edit)
    const generation = this.#generation
    const isCurrent = () => generation === this.#generation && !this.#isClosed
    // Nothing is stored that the document has not taken in.
    const isTakenIn = () => isCurrent() && this.takeIn()
    this.#pending++
    const committing = this.#log
      .append({ ...this.key, epoch: this.epoch, payload, author, batchId, isCurrent: isTakenIn })
      .then(
        (result) => {
          switch (result.kind) {
            case 'stored': {
              const { seq } = result
              if (!isCurrent()) return seq
              const entry: Entry = { seq, payload, sessionId: author.sessionId, batchId }
              if (seq > this.#seq) this.#arrive({ entry, edit })
              else this.audience.addSettled(edit)
              this.#deliver()
              return seq
            }
            case 'used':
              // The document holds this update and the log the batch's first: they may differ.
              if (isCurrent()) this.#lose()
              throw new BatchUsedError(result.seq)
            case 'unheld':
              if (isCurrent()) this.#lose()
              throw new LockLostError('a lock is lost')
            case 'stale':
              if (waiting?.isInvalid === true) throw new InvalidUpdateError('the update cannot be taken in')
              throw new RoomLostError('an earlier commit failed')
            case 'closed':
              if (isCurrent()) this.#options.onGone(this)
              throw new RoomLostError('the document is gone or has a new epoch')
          }
        },
        (error: unknown) => {
          // Once for a group: what else was in it is of an older generation by now.
          if (isCurrent()) {
            this.#options.onError(error)
            this.#lose()
          }
          throw new RoomLostError('a commit failed', { cause: error })
        },
      )
      .finally(() => this.#pending--)
    this.#tail = committing.catch(() => undefined)
    return committing
  }

  #arrive(arrived: Omit<ArrivedEntry, 'trace'>): void {
    const { seq } = arrived.entry
    if (seq > this.#seq && (this.#arrived.get(seq)?.edit ?? null) === null)
      this.#arrived.set(seq, { ...arrived, trace: arrived.edit?.trace ?? currentTrace() })
  }

  /** Gives the audience what has arrived in order; reads what is missing before the rest. */
  #deliver(): void {
    let delivered = 0
    for (let next = this.#arrived.get(this.#seq + 1); next !== undefined; next = this.#arrived.get(this.#seq + 1)) {
      const { entry, edit, trace } = next
      this.#arrived.delete(entry.seq)
      if (edit === null) this.#doc.take(entry.payload)
      this.#seq = entry.seq
      this.#bytes += entry.payload.length
      this.#bytesSinceSnapshot += entry.payload.length
      delivered++
      this.audience.addEntry(entry.payload, edit, trace)
    }
    this.#entriesSinceSnapshot += delivered
    if (delivered > 0) this.#editedMs = performance.now()
    if (delivered > 0) this.#options.onEntries(this)
    if (this.#arrived.size > 0) this.#fill()
  }

  #fill(): void {
    if (this.#filling !== null) return
    this.#filling = this.#readGap()
      .catch(async (error: unknown) => {
        this.#options.onError(error)
        await setTimeout(retryMs)
      })
      .finally(() => {
        this.#filling = null
        if (this.#arrived.size > 0 && !this.#isClosed && !this.#isLost) this.#fill()
      })
  }

  async #readGap(): Promise<void> {
    const generation = this.#generation
    const tail = await this.#log.read(this.key, this.#seq)
    if (this.#isClosed || generation !== this.#generation) return
    if (tail === null || tail.epoch !== this.epoch) return this.#options.onGone(this)
    this.#takeIn(tail)
    this.#deliver()
  }

  /** Whatever the audience does not have of a tail: a snapshot goes out at once, entries in their order. */
  #takeIn({ snapshot, entries }: LogTail): void {
    if (snapshot !== null && snapshot.seq > this.#seq) {
      this.#doc.take(snapshot.state)
      this.#seq = snapshot.seq
      for (const seq of this.#arrived.keys()) if (seq <= snapshot.seq) this.#arrived.delete(seq)
      this.audience.addEntry(snapshot.state, null)
    }
    for (const entry of entries) this.#arrive({ entry, edit: null })
  }

  /** What is in memory may not be what is durable: what waits is refused and the document is read again. */
  #lose(): void {
    if (this.#isClosed) return
    this.#generation++
    this.#isLost = true
    this.#arrived.clear()
    this.audience.lost()
    void this.#reload()
  }

  async #reload(): Promise<void> {
    for (let waitMs = 20; !this.#isClosed; waitMs = Math.min(waitMs * 2, 2_000)) {
      try {
        const tail = await this.#log.read(this.key, 0)
        if (tail === null || tail.epoch !== this.epoch) return this.#options.onGone(this)
        this.#doc = new RoomDocument(tail)
        this.#takeIn(tail)
        this.#isLost = false
        return this.#deliver()
      } catch (error) {
        this.#options.onError(error)
        await setTimeout(waitMs)
      }
    }
  }
}

const retryMs = 500
