import { readUint8, readVarString, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding'
import {
  createEncoder,
  toUint8Array,
  writeUint8,
  writeUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import { brings, frameKinds } from './protocol.ts'
import { readFrame } from './read-frame.ts'

/** Their places are their numbers on the wire: new ones go to the end. */
export const pushStatuses = [
  'OK',
  'DUPLICATE',
  'MISSING_DEPENDENCIES',
  'PERMISSION_DENIED',
  'TOO_LARGE',
  'RATE_LIMITED',
  'INVALID',
  'EPOCH_MISMATCH',
  'SESSION_EXPIRED',
  'UNAVAILABLE',
  'LOCK_LOST',
] as const
export type PushStatus = (typeof pushStatuses)[number]

/** What became of a push. */
export type AnswerFrame = {
  readonly id: number
  readonly status: PushStatus
  readonly seq: number | null
  readonly stateVector: Uint8Array | null
  readonly retryAfterMs: number | null
}

export type RefusalFrame = {
  readonly id: number
  /** GraphQL errors, as the mutation would have been answered with. */
  readonly errors: unknown
}

export type EventFrame = {
  /** The operation id of the stream. */
  readonly stream: number
  readonly seq: number
  /** How many of the edits that were brought as vouched, the last ones, are not durable yet. */
  readonly underWay: number
  /** What has become durable and was not brought before. */
  readonly update: Uint8Array | null
  /** Edits that are not durable yet, as `splitVouched` reads them. */
  readonly vouched: Uint8Array | null
  /** Of each change the Yjs client id, the clock, and the state or null. */
  readonly presence: readonly (readonly [yjsClientId: number, clock: number, state: unknown])[] | null
}

export type ServerFrame =
  | ({ readonly kind: 'answer' } & AnswerFrame)
  | ({ readonly kind: 'refusal' } & RefusalFrame)
  | ({ readonly kind: 'event' } & EventFrame)

const has = { seq: 32, stateVector: 64, retryAfterMs: 128 } as const
const statusBits = 31

export function encodeAnswer({ id, status, seq, stateVector, retryAfterMs }: AnswerFrame): Uint8Array {
  const encoder = createEncoder()
  writeUint8(encoder, frameKinds.answer)
  writeVarUint(encoder, id)
  writeUint8(
    encoder,
    pushStatuses.indexOf(status) |
      (seq === null ? 0 : has.seq) |
      (stateVector === null ? 0 : has.stateVector) |
      (retryAfterMs === null ? 0 : has.retryAfterMs),
  )
  if (seq !== null) writeVarUint(encoder, seq)
  if (stateVector !== null) writeVarUint8Array(encoder, stateVector)
  if (retryAfterMs !== null) writeVarUint(encoder, Math.ceil(retryAfterMs))
  return toUint8Array(encoder)
}

export function encodeRefusal({ id, errors }: RefusalFrame): Uint8Array {
  const encoder = createEncoder()
  writeUint8(encoder, frameKinds.refusal)
  writeVarUint(encoder, id)
  writeVarString(encoder, JSON.stringify(errors))
  return toUint8Array(encoder)
}

/** All of an event frame that is the same for every stream: `encodeEvent` puts the rest before it. */
export function encodeEventBody(event: Omit<EventFrame, 'stream'>): Uint8Array {
  const { seq, underWay, update, vouched, presence } = event
  const encoder = createEncoder()
  writeUint8(
    encoder,
    (update === null ? 0 : brings.update) |
      (presence === null ? 0 : brings.presence) |
      (vouched === null ? 0 : brings.vouched),
  )
  writeVarUint(encoder, seq)
  writeVarUint(encoder, underWay)
  if (update !== null) writeVarUint8Array(encoder, update)
  if (vouched !== null) writeVarUint8Array(encoder, vouched)
  if (presence !== null) writeVarString(encoder, JSON.stringify(presence))
  return toUint8Array(encoder)
}

export function encodeEvent(stream: number, body: Uint8Array): Uint8Array {
  const encoder = createEncoder()
  writeUint8(encoder, frameKinds.event)
  writeVarUint(encoder, stream)
  writeUint8Array(encoder, body)
  return toUint8Array(encoder)
}

/** Throws `RangeError`. What it gives back lies in `bytes`. */
export const decodeServerFrame = (bytes: Uint8Array): ServerFrame =>
  readFrame<ServerFrame>(bytes, {
    [frameKinds.answer]: readAnswer,
    [frameKinds.refusal]: (decoder) => ({
      kind: 'refusal',
      id: readVarUint(decoder),
      errors: JSON.parse(readVarString(decoder)),
    }),
    [frameKinds.event]: readEvent,
  })

function readAnswer(decoder: Decoder): ServerFrame {
  const id = readVarUint(decoder)
  const flags = readUint8(decoder)
  const status = pushStatuses[flags & statusBits]
  if (status === undefined) throw new RangeError('an unknown status')
  return {
    kind: 'answer',
    id,
    status,
    seq: (flags & has.seq) === 0 ? null : readVarUint(decoder),
    stateVector: (flags & has.stateVector) === 0 ? null : readVarUint8Array(decoder),
    retryAfterMs: (flags & has.retryAfterMs) === 0 ? null : readVarUint(decoder),
  }
}

function readEvent(decoder: Decoder): ServerFrame {
  const stream = readVarUint(decoder)
  const flags = readUint8(decoder)
  if (flags > (brings.update | brings.presence | brings.vouched)) throw new RangeError('unknown flags')
  return {
    kind: 'event',
    stream,
    seq: readVarUint(decoder),
    underWay: readVarUint(decoder),
    update: (flags & brings.update) === 0 ? null : readVarUint8Array(decoder),
    vouched: (flags & brings.vouched) === 0 ? null : readVarUint8Array(decoder),
    presence: (flags & brings.presence) === 0 ? null : (JSON.parse(readVarString(decoder)) as EventFrame['presence']),
  }
}
