import {
  createDeleteSetFromStructStore,
  decodeStateVector,
  decodeUpdate,
  encodeStateAsUpdate,
  encodeStateVector,
  parseUpdateMeta,
  type Doc,
} from 'yjs'

type Range = { readonly clock: number; readonly len: number }
type Deletes = ReadonlyMap<number, readonly Range[]>

/** What a replica is known to hold: the clock it has reached of each Yjs client, and what it has deleted. */
export class ReplicaState {
  readonly #clocks: Map<number, number>
  readonly #deletes: Map<number, Range[]>

  private constructor(clocks: Map<number, number>, deletes: Deletes) {
    this.#clocks = clocks
    this.#deletes = new Map()
    this.#addDeletes(deletes)
  }

  /** The replica that made this update for somebody, and whose state vector this is: an update holds all its deletes. */
  static from(stateVector: Uint8Array, update: Uint8Array | null): ReplicaState {
    return new ReplicaState(
      decodeStateVector(stateVector),
      update === null ? new Map() : decodeUpdate(update).ds.clients,
    )
  }

  /** Whether everything in an update is there. */
  hasUpdate(update: Uint8Array): boolean {
    return this.#hasClocks(parseUpdateMeta(update).to) && this.#hasDeletes(decodeUpdate(update).ds.clients)
  }

  hasDocument(doc: Doc): boolean {
    const clocks = decodeStateVector(encodeStateVector(doc))
    return this.#hasClocks(clocks) && this.#hasDeletes(createDeleteSetFromStructStore(doc.store).clients)
  }

  /** The replica will have taken in an update. */
  add(update: Uint8Array): void {
    for (const [client, clock] of parseUpdateMeta(update).to) {
      this.#clocks.set(client, Math.max(this.#clocks.get(client) ?? 0, clock))
    }
    this.#addDeletes(decodeUpdate(update).ds.clients)
  }

  /** All that the replica lacks of a document. */
  lacking(doc: Doc): Uint8Array {
    return encodeStateAsUpdate(doc, encodeStateVector(this.#clocks))
  }

  #hasClocks(clocks: ReadonlyMap<number, number>): boolean {
    for (const [client, clock] of clocks) if (clock > (this.#clocks.get(client) ?? 0)) return false
    return true
  }

  #hasDeletes(deletes: Deletes): boolean {
    for (const [client, ranges] of deletes) {
      const known = this.#deletes.get(client) ?? []
      for (const { clock, len } of ranges) {
        const before = known.findLast((range) => range.clock <= clock)
        if (before === undefined || before.clock + before.len < clock + len) return false
      }
    }
    return true
  }

  #addDeletes(deletes: Deletes): void {
    for (const [client, ranges] of deletes) {
      const sorted = [...(this.#deletes.get(client) ?? []), ...ranges].toSorted((a, b) => a.clock - b.clock)
      const joined: Range[] = []
      for (const range of sorted) {
        const last = joined.at(-1)
        if (last === undefined || last.clock + last.len < range.clock) joined.push(range)
        else
          joined[joined.length - 1] = {
            clock: last.clock,
            len: Math.max(last.len, range.clock + range.len - last.clock),
          }
      }
      this.#deletes.set(client, joined)
    }
  }
}
