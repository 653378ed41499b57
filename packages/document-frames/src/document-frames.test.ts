import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePush, encodePush, type PushFrame } from './push-frame.ts'
import {
  decodeServerFrame,
  encodeAnswer,
  encodeEvent,
  encodeEventBody,
  encodeRefusal,
  pushStatuses,
  type ServerFrame,
} from './server-frames.ts'
import { decodeEdits, encodeEdits, joinVouched, splitVouched } from './vouched-edits.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const whole = fc.maxSafeNat()
const bytes = fc.uint8Array({ maxLength: 300 })
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null })
// JSON has no negative zero.
const json = fc.jsonValue({ noUnicodeString: false }).map((value): unknown => JSON.parse(JSON.stringify(value)))

const edits = fc.oneof(
  fc.record({ update: orNull(bytes), vouched: fc.constant(null) }),
  fc.record({ update: fc.constant(null), vouched: bytes }),
)
const pushes: fc.Arbitrary<PushFrame> = fc
  .record({
    id: whole,
    stream: whole,
    epoch: whole,
    batchId: fc.string({ unit: 'grapheme' }),
    presence: orNull(fc.record({ clock: whole, state: json })),
    edits,
  })
  .map(({ edits: brought, ...push }) => ({ ...push, ...brought }))
const serverFrames: fc.Arbitrary<ServerFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    id: whole,
    status: fc.constantFrom(...pushStatuses),
    seq: orNull(whole),
    stateVector: orNull(bytes),
    retryAfterMs: orNull(whole),
  }),
  fc.record({ kind: fc.constant('refusal' as const), id: whole, errors: json }),
  fc.record({
    kind: fc.constant('event' as const),
    stream: whole,
    seq: whole,
    underWay: whole,
    update: orNull(bytes),
    vouched: orNull(bytes),
    presence: orNull(fc.array(fc.tuple(whole, whole, json), { maxLength: 3 })),
  }),
)

function encode(frame: ServerFrame): Uint8Array {
  switch (frame.kind) {
    case 'answer':
      return encodeAnswer(frame)
    case 'refusal':
      return encodeRefusal(frame)
    case 'event':
      return encodeEvent(frame.stream, encodeEventBody(frame))
  }
}

test('what is written is read again', () => {
  fc.assert(
    fc.property(pushes, (push) => {
      expect(decodePush(encodePush(push))).toEqual(push)
    }),
  )
  fc.assert(
    fc.property(serverFrames, (frame) => {
      expect(decodeServerFrame(encode(frame))).toEqual(frame)
    }),
  )
})

test('edits that are vouched for are read again, and nothing else is', () => {
  const early = fc.array(fc.record({ author: whole, update: bytes }), { maxLength: 5 })
  fc.assert(
    fc.property(early, fc.uint8Array({ minLength: 16, maxLength: 16 }), (shown, voucher) => {
      const split = splitVouched(joinVouched({ voucher, edits: encodeEdits(shown) }))
      expect(split.voucher).toEqual(voucher)
      expect(decodeEdits(split.edits)).toEqual(shown)
    }),
  )
  const whole5 = encodeEdits([{ author: 5, update: Uint8Array.of(1, 2, 3) }])
  // A part of a message's memory, as what is received is.
  for (let length = 1; length < whole5.length; length++)
    expect(() => decodeEdits(whole5.subarray(0, length)), String(length)).toThrow(RangeError)
  expect(() => splitVouched(new Uint8Array(15))).toThrow(RangeError)
})

test('the bytes of version 2 never change', () => {
  const update = Uint8Array.of(0, 0)
  const push = {
    id: 300,
    stream: 2,
    epoch: 1,
    batchId: 'b',
    update,
    vouched: null,
    presence: { clock: 7, state: { at: 3 } },
  }
  expect(hex(encodePush(push))).toBe('01ac0202010162030200000708' + hex(Buffer.from('{"at":3}')))
  expect(hex(encodePush({ ...push, presence: null }))).toBe('01ac020201016201020000')
  expect(hex(encodePush({ ...push, update: null, vouched: Uint8Array.of(9), presence: null }))).toBe(
    '01ac0202010162040109',
  )
  const answer = { id: 300, status: 'OK', seq: 9, stateVector: null, retryAfterMs: null } as const
  expect(hex(encodeAnswer(answer))).toBe('02ac022009')
  expect(
    hex(encodeAnswer({ ...answer, status: 'MISSING_DEPENDENCIES', seq: null, stateVector: Uint8Array.of(0) })),
  ).toBe('02ac02420100')
  expect(hex(encodeAnswer({ ...answer, status: 'UNAVAILABLE', seq: null, retryAfterMs: 200 }))).toBe('02ac0289c801')
  expect(hex(encodeRefusal({ id: 1, errors: [] }))).toBe('0301025b5d')
  const event = { seq: 9, underWay: 0, update, vouched: null, presence: [[1024, 1, null]] } as const
  expect(hex(encodeEvent(2, encodeEventBody(event)))).toBe('04020309000200000f' + hex(Buffer.from('[[1024,1,null]]')))
  const edits1 = encodeEdits([{ author: 1024, update }])
  expect(hex(edits1)).toBe('8008020000')
  const vouched = joinVouched({ voucher: new Uint8Array(16).fill(7), edits: edits1 })
  expect(hex(encodeEvent(2, encodeEventBody({ ...event, underWay: 1, update: null, vouched, presence: null })))).toBe(
    `040204090115${'07'.repeat(16)}8008020000`,
  )
})

test('statuses keep their numbers', () => {
  expect(pushStatuses.map((status, number) => `${number} ${status}`)).toEqual([
    '0 OK',
    '1 DUPLICATE',
    '2 MISSING_DEPENDENCIES',
    '3 PERMISSION_DENIED',
    '4 TOO_LARGE',
    '5 RATE_LIMITED',
    '6 INVALID',
    '7 EPOCH_MISMATCH',
    '8 SESSION_EXPIRED',
    '9 UNAVAILABLE',
    '10 LOCK_LOST',
  ])
})

test('what is no frame is refused, and nothing else is thrown', () => {
  const isReadOrRefused = (decode: (bytes: Uint8Array) => object, noise: Uint8Array) => {
    try {
      return typeof decode(noise) === 'object'
    } catch (error) {
      return error instanceof RangeError
    }
  }
  fc.assert(
    fc.property(bytes, (noise) => isReadOrRefused(decodePush, noise) && isReadOrRefused(decodeServerFrame, noise)),
  )
  const push = { id: 1, stream: 1, epoch: 1, batchId: 'b', update: Uint8Array.of(1, 2, 3), presence: null }
  expect(() => decodePush(encodePush({ ...push, vouched: Uint8Array.of(1) }))).toThrow(RangeError)
  const good = encodePush({ ...push, vouched: null })
  for (let length = 0; length < good.length; length++)
    expect(() => decodePush(good.subarray(0, length)), String(length)).toThrow(RangeError)
  expect(() => decodePush(Uint8Array.of(...good, 0))).toThrow(RangeError)
})
