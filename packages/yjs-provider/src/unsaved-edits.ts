import { mergeUpdates, type Doc } from 'yjs'
import type { ReplicaState } from './replica-state.ts'

/** Updates that are pushed together, under a name that the server knows them by if they come again. */
export type Batch = { readonly id: string; readonly update: Uint8Array; readonly sinceMs: number }

/** More than this is not put into one batch; the server takes 256 KB. */
const batchBytes = 128 * 1024

/** The local edits that the server has not made durable: one batch that is being pushed, and what was done since. */
export class UnsavedEdits {
  readonly #newId: () => string
  readonly #now: () => number
  #underWay: Batch | null = null
  #waiting: Uint8Array[] = []
  #waitingSinceMs = 0

  constructor(newId: () => string = () => crypto.randomUUID(), now: () => number = () => performance.now()) {
    this.#newId = newId
    this.#now = now
  }

  get isEmpty(): boolean {
    return this.#underWay === null && this.#waiting.length === 0
  }

  /** Since when the oldest of them waits, on the clock of `performance.now()`; null where there is none. */
  get sinceMs(): number | null {
    if (this.#underWay !== null) return this.#underWay.sinceMs
    return this.#waiting.length > 0 ? this.#waitingSinceMs : null
  }

  add(update: Uint8Array): void {
    if (this.#waiting.length === 0) this.#waitingSinceMs = this.#now()
    this.#waiting.push(update)
  }

  /** What to push now: the batch that is not answered yet, as it was, or the next; null where everything is saved. */
  next(): Batch | null {
    if (this.#underWay !== null || this.#waiting.length === 0) return this.#underWay
    let count = 1
    let bytes = this.#waiting[0]?.length ?? 0
    for (const update of this.#waiting.slice(1)) {
      if (bytes + update.length > batchBytes) break
      bytes += update.length
      count++
    }
    const taken = this.#waiting.splice(0, count)
    this.#underWay = { id: this.#newId(), update: mergeUpdates(taken), sinceMs: this.#waitingSinceMs }
    if (this.#waiting.length > 0) this.#waitingSinceMs = this.#now()
    return this.#underWay
  }

  /** The server has answered that a batch is durable. */
  saved(batchId: string): void {
    if (this.#underWay?.id === batchId) this.#underWay = null
  }

  /** The server is known to hold this: keeps what it lacks of the document, the batch under way first. */
  compare(server: ReplicaState, doc: Doc): void {
    const sinceMs = this.sinceMs ?? this.#now()
    if (this.#underWay !== null) {
      if (server.hasUpdate(this.#underWay.update)) this.#underWay = null
      else server.add(this.#underWay.update)
    }
    this.#waiting = server.hasDocument(doc) ? [] : [server.lacking(doc)]
    this.#waitingSinceMs = sinceMs
  }

  /** What is under way cannot be taken as it is: all that the server lacks goes anew. */
  rebuild(server: ReplicaState, doc: Doc): void {
    const sinceMs = this.sinceMs ?? this.#now()
    this.#underWay = null
    this.#waiting = [server.lacking(doc)]
    this.#waitingSinceMs = sinceMs
  }
}
