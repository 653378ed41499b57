import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { clockOf } from './clock-of.ts'
import type { LogTail } from './document-log.ts'
import type { ClockRange } from './inspect-update.ts'

/** An update that the document is still to take in, or could not. */
export type Waiting = { readonly update: Uint8Array; isInvalid: boolean }

/** Not so many wait that taking them in would take long. */
const mostWaiting = 250

/**
 * The Yjs document of a room. A Yjs transaction costs some time for each who has ever written, whatever it brings: updates
 * that are known to be new as they are may wait, and are taken in by one transaction, at the latest when somebody looks.
 */
export class RoomDocument {
  /** The size of what it was made of. */
  readonly bytesRead: number
  readonly #doc = new Doc({ gc: true })
  #waiting: Waiting[] = []
  /** How far clients have written in what waits. */
  readonly #ahead = new Map<number, number>()

  constructor({ snapshot, entries }: LogTail) {
    const updates = entries.map(({ payload }) => payload)
    if (snapshot !== null) updates.unshift(snapshot.state)
    this.#doc.transact(() => {
      for (const update of updates) this.take(update)
    }, remote)
    this.bytesRead = updates.reduce((sum, { length }) => sum + length, 0)
  }

  get isFull(): boolean {
    return this.#waiting.length >= mostWaiting
  }

  get structCount(): number {
    let count = 0
    for (const structs of this.#doc.store.clients.values()) count += structs.length
    return count
  }

  /** How far a client has written, in what waits as well. */
  clockOf(client: number): number {
    return this.#ahead.get(client) ?? clockOf(this.#doc, client)
  }

  /** Keeps an update that brings just this, to be taken in with others. */
  wait(update: Uint8Array, { client, to }: ClockRange): Waiting {
    const waiting = { update, isInvalid: false }
    this.#waiting.push(waiting)
    this.#ahead.set(client, to)
    return waiting
  }

  /** Takes in what waits. Throws where that cannot be done: the document is of no use then, and what is to blame is marked. */
  takeInWaiting(): void {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    this.#ahead.clear()
    this.#doc.transact(() => {
      for (const each of waiting) {
        each.isInvalid = true
        applyUpdate(this.#doc, each.update, local)
        if (this.dropUnintegrated()) throw new Error('structs need what is not there')
        each.isInvalid = false
      }
    }, local)
  }

  /** Takes in an update of the log. */
  take(update: Uint8Array): void {
    applyUpdate(this.#doc, update, remote)
  }

  /** What is new in an update that somebody offers, taken in at once; null where nothing is. */
  offer(update: Uint8Array): Uint8Array | null {
    const produced: Uint8Array[] = []
    const note = (made: Uint8Array, origin: unknown) => {
      if (origin === local) produced.push(made)
    }
    this.#doc.on('update', note)
    try {
      applyUpdate(this.#doc, update, local)
    } finally {
      this.#doc.off('update', note)
    }
    return produced[0] ?? null
  }

  /** Forgets what could not be integrated, and says whether there was any. */
  dropUnintegrated(): boolean {
    const { store } = this.#doc
    if (store.pendingStructs === null && store.pendingDs === null) return false
    store.pendingStructs = null
    store.pendingDs = null
    return true
  }

  /** The document itself, to be looked at when nothing waits. */
  look<T>(at: (doc: Doc) => T): T {
    return at(this.#doc)
  }

  stateVector(): Uint8Array {
    return encodeStateVector(this.#doc)
  }

  /** All that a state vector lacks. */
  update(stateVector?: Uint8Array): Uint8Array {
    return encodeStateAsUpdate(this.#doc, stateVector)
  }
}

const local = Symbol('local')
const remote = Symbol('remote')
