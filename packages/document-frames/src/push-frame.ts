import { readUint8, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import {
  createEncoder,
  toUint8Array,
  writeUint8,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import { brings, frameKinds } from './protocol.ts'
import { readFrame } from './read-frame.ts'

/** What a push changes: of `pushDocument`'s input all but the session, which is the stream's, and locks. */
export type PushFrame = {
  /** Names the push among those of its socket. */
  readonly id: number
  /** The operation id of the session's `documentEvents` on the same socket. */
  readonly stream: number
  readonly epoch: number
  readonly batchId: string
  readonly update: Uint8Array | null
  /** What an event brought, given back as it came; in place of an update. */
  readonly vouched: Uint8Array | null
  /** `state` is null where whoever pushes leaves. */
  readonly presence: { readonly clock: number; readonly state: unknown } | null
}

export function encodePush({ id, stream, epoch, batchId, update, vouched, presence }: PushFrame): Uint8Array {
  const encoder = createEncoder()
  writeUint8(encoder, frameKinds.push)
  for (const number of [id, stream, epoch]) writeVarUint(encoder, number)
  writeVarString(encoder, batchId)
  writeUint8(
    encoder,
    (update === null ? 0 : brings.update) |
      (presence === null ? 0 : brings.presence) |
      (vouched === null ? 0 : brings.vouched),
  )
  if (update !== null) writeVarUint8Array(encoder, update)
  if (vouched !== null) writeVarUint8Array(encoder, vouched)
  if (presence !== null) {
    writeVarUint(encoder, presence.clock)
    writeVarString(encoder, JSON.stringify(presence.state))
  }
  return toUint8Array(encoder)
}

/** A push brings one of them at most. */
const edits = brings.update | brings.vouched

/** Throws `RangeError`. What it gives back lies in `bytes`. */
export const decodePush = (bytes: Uint8Array): PushFrame =>
  readFrame(bytes, {
    [frameKinds.push](decoder) {
      const [id, stream, epoch] = [readVarUint(decoder), readVarUint(decoder), readVarUint(decoder)]
      const batchId = readVarString(decoder)
      const flags = readUint8(decoder)
      if (flags > (edits | brings.presence) || (flags & edits) === edits) throw new RangeError('unknown flags')
      const update = (flags & brings.update) === 0 ? null : readVarUint8Array(decoder)
      const vouched = (flags & brings.vouched) === 0 ? null : readVarUint8Array(decoder)
      if ((flags & brings.presence) === 0) return { id, stream, epoch, batchId, update, vouched, presence: null }
      const clock = readVarUint(decoder)
      const state: unknown = JSON.parse(readVarString(decoder))
      return { id, stream, epoch, batchId, update, vouched, presence: { clock, state } }
    },
  })
