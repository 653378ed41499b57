import { decodeEdits, splitVouched } from '@graphmemory/document-frames/vouched-edits.ts'
import { createDecoder, hasContent, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarUint8Array } from 'lib0/encoding'
import type { ReplicaState } from './replica-state.ts'

/** Edits as they were shown together, with the server's voucher for them. */
type Shown = { readonly vouched: Uint8Array<ArrayBuffer>; readonly updates: readonly Uint8Array[] }

/** What was shown before it was durable: kept until it is, since the server may lose it and then takes it back. */
export class EarlyEdits {
  #shown: readonly Shown[] = []
  /** What a server was found to lack. */
  #lacked: readonly Shown[] = []

  get areLacked(): boolean {
    return this.#lacked.length > 0
  }

  /** Keeps what an event has shown, as long as it is among the last edits that are under way; answers the updates. */
  add(vouched: Uint8Array | null, underWay: number): readonly Uint8Array[] {
    const shown = vouched === null ? null : read(vouched)
    const all = shown === null ? this.#shown : [...this.#shown, shown]
    let from = all.length
    for (let count = 0; from > 0 && count < underWay; from--) count += all[from - 1]?.updates.length ?? 0
    this.#shown = all.slice(from)
    return shown?.updates ?? []
  }

  /** A server is known to hold this, and is about to be given back what it lacks of what was shown. */
  compare(server: ReplicaState): void {
    const all = [...this.#lacked, ...this.#shown]
    this.#shown = []
    this.#lacked = all.filter(({ updates }) => !updates.every((update) => server.hasUpdate(update)))
    for (const { updates } of this.#lacked) for (const update of updates) server.add(update)
  }

  /** What is to be given back, in order. */
  lacked(): readonly Uint8Array[] {
    return this.#lacked.map(({ vouched }) => vouched)
  }

  /** The server has answered for good about something that was given back. */
  answered(vouched: Uint8Array): void {
    this.#lacked = this.#lacked.filter((shown) => shown.vouched !== vouched)
  }

  /** All of it, to be kept on the device: without it nobody could give back what the device keeps of the document. */
  encode(): ArrayBuffer {
    const encoder = createEncoder()
    for (const { vouched } of [...this.#lacked, ...this.#shown]) writeVarUint8Array(encoder, vouched)
    return new Uint8Array(toUint8Array(encoder)).buffer
  }

  /** Begins with what was kept. */
  restore(kept: ArrayBuffer): void {
    const decoder = createDecoder(new Uint8Array(kept))
    const restored: Shown[] = []
    while (hasContent(decoder)) restored.push(read(readVarUint8Array(decoder)))
    this.#shown = [...restored, ...this.#shown]
  }
}

function read(bytes: Uint8Array): Shown {
  // What is received lies in the memory of a whole message.
  const vouched = new Uint8Array(bytes)
  return { vouched, updates: decodeEdits(splitVouched(vouched).edits).map(({ update }) => update) }
}
