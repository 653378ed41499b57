import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import {
  decodeEdits,
  encodeEdits,
  joinVouched,
  splitVouched,
  voucherLength,
  type EarlyEdit,
} from '@graphmemory/document-frames/vouched-edits.ts'

/**
 * Vouches for edits of one epoch of a document that are shown before they are durable: HMAC-SHA-256, cut to 128 bits, under
 * a key that belongs to the document and that every node reads with it. Whoever was shown them can give them back.
 */
export class Vouchers {
  /** Bytes would be made one of for every voucher, at five times the price. */
  readonly #key: KeyObject
  readonly #epoch: number

  constructor(key: Uint8Array, epoch: number) {
    this.#key = createSecretKey(key)
    this.#epoch = epoch
  }

  /** The edits with a voucher, as they are shown. */
  vouch(edits: readonly EarlyEdit[]): Uint8Array {
    const bytes = encodeEdits(edits)
    return joinVouched({ voucher: this.#mac('shown', bytes), edits: bytes })
  }

  /** The edits that a node has vouched for; null for anything else. */
  open(vouched: Uint8Array): EarlyEdit[] | null {
    if (vouched.length < voucherLength) return null
    const { voucher, edits } = splitVouched(vouched)
    return timingSafeEqual(voucher, this.#mac('shown', edits)) ? decodeEdits(edits) : null
  }

  /** Under which batch id an edit is stored that is given back: the same on every node, and nobody else's to use. */
  batchIdOf(edit: EarlyEdit): string {
    return `vouched/${this.#mac('given back', encodeEdits([edit])).toString('base64url')}`
  }

  #mac(purpose: 'shown' | 'given back', bytes: Uint8Array): Buffer {
    const mac = createHmac('sha256', this.#key).update(`${purpose}/${this.#epoch}/`).update(bytes).digest()
    return mac.subarray(0, voucherLength)
  }
}
