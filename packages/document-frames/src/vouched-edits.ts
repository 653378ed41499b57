import { createDecoder, hasContent, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'

/** An edit that is shown before it is durable. */
export type EarlyEdit = {
  /** The Yjs client id of the session that pushed it. */
  readonly author: number
  readonly update: Uint8Array
}

/** Edits as a server vouches for them: its voucher, and the bytes that it is about. */
export type Vouched = { readonly voucher: Uint8Array; readonly edits: Uint8Array }

export const voucherLength = 16

export function encodeEdits(edits: readonly EarlyEdit[]): Uint8Array {
  const encoder = createEncoder()
  for (const { author, update } of edits) {
    writeVarUint(encoder, author)
    writeVarUint8Array(encoder, update)
  }
  return toUint8Array(encoder)
}

/** Throws `RangeError`. The updates lie in `edits`. */
export function decodeEdits(edits: Uint8Array): EarlyEdit[] {
  const decoder = createDecoder(edits)
  const read: EarlyEdit[] = []
  try {
    while (hasContent(decoder)) read.push({ author: readVarUint(decoder), update: readVarUint8Array(decoder) })
  } catch (cause) {
    throw new RangeError('malformed edits', { cause })
  }
  if (decoder.pos > edits.length) throw new RangeError('edits of another length')
  return read
}

export function joinVouched({ voucher, edits }: Vouched): Uint8Array {
  const vouched = new Uint8Array(voucherLength + edits.length)
  vouched.set(voucher)
  vouched.set(edits, voucherLength)
  return vouched
}

/** Throws `RangeError`. What it gives back lies in `vouched`. */
export function splitVouched(vouched: Uint8Array): Vouched {
  if (vouched.length < voucherLength) throw new RangeError('too short for a voucher')
  return { voucher: vouched.subarray(0, voucherLength), edits: vouched.subarray(voucherLength) }
}
