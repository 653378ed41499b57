import { parseUpdateMeta } from 'yjs'
import type { LocalEdit } from './local-edit.ts'
import type { PresenceChange } from './room-event.ts'

/** An event is linked to so many of the edits that it tells of. */
const maxTraces = 16

/** What was gathered for some subscribers since they were sent something. */
export type Gathered = {
  /** Durable entries. */
  readonly updates: readonly Uint8Array[]
  /** Edits of this node, which may not be durable yet. */
  readonly edits: readonly LocalEdit[]
  readonly presence: readonly PresenceChange[]
  /** Whose all this is, where it is one session's. */
  readonly soleAuthor: number | null
  readonly traces: readonly string[]
}

/** Gathers what is to be shown to those subscribers who are shown the same. */
export class Gathering {
  #updates: Uint8Array[] = []
  #edits: LocalEdit[] = []
  #bytes = 0
  #presence = new Map<number, PresenceChange>()
  /** Whose the gathered changes are; null stands for everybody else's. */
  #authors = new Set<number | null>()
  #traces: string[] = []
  /** The clocks that everybody has who was sent all. */
  #delivered = new Map<number, number>()

  get bytes(): number {
    return this.#bytes
  }

  /** How many entries and edits wait. */
  get size(): number {
    return this.#updates.length + this.#edits.length
  }

  get hasEdits(): boolean {
    return this.#edits.length > 0
  }

  addEntry(payload: Uint8Array, yjsClientId: number | null, trace: string | undefined): void {
    this.#updates.push(payload)
    this.#add(payload, yjsClientId, trace)
  }

  addEdit(edit: LocalEdit): void {
    this.#edits.push(edit)
    this.#add(edit.payload, edit.yjsClientId, edit.trace)
  }

  addPresence(changes: readonly PresenceChange[], yjsClientId: number | null): void {
    for (const change of changes) this.#presence.set(change[0], change)
    this.#authors.add(yjsClientId)
  }

  /** Gives back all of it, to be sent; null where there is nothing. */
  take(): Gathered | null {
    if (this.#updates.length === 0 && this.#edits.length === 0 && this.#presence.size === 0) return null
    const [soleAuthor = null] = this.#authors.size === 1 ? this.#authors : []
    const gathered = {
      updates: this.#updates,
      edits: this.#edits,
      presence: [...this.#presence.values()],
      soleAuthor,
      traces: this.#traces,
    }
    this.#updates = []
    this.#edits = []
    this.#bytes = 0
    this.#presence = new Map()
    this.#authors = new Set()
    this.#traces = []
    return gathered
  }

  /** The edits are not shown: they are lost. Says how many these are. */
  dropEdits(): number {
    const lost = this.#edits.filter(({ isDurable }) => !isDurable).length
    this.#edits = []
    return lost
  }

  /** What was taken has been sent. */
  sent(update: Uint8Array | null, edits: readonly LocalEdit[]): void {
    if (update !== null) for (const [client, clock] of parseUpdateMeta(update).to) this.#delivered.set(client, clock)
    for (const { writes } of edits) for (const { client, to } of writes) this.#delivered.set(client, to)
  }

  /** The first subscriber begins with this. */
  beginWith(clocks: Map<number, number>): void {
    if (this.#delivered.size === 0) this.#delivered = clocks
  }

  /** What everybody has who was sent all. */
  delivered(): Map<number, number> {
    return new Map(this.#delivered)
  }

  /** Nobody is left. */
  clear(): void {
    this.take()
    this.#delivered = new Map()
  }

  #add({ length }: Uint8Array, yjsClientId: number | null, trace: string | undefined): void {
    if (trace !== undefined && this.#traces.length < maxTraces) this.#traces.push(trace)
    this.#bytes += length
    this.#authors.add(yjsClientId)
  }
}
