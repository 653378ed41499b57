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

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const whole = fc.maxSafeNat()
const bytes = fc.uint8Array({ maxLength: 300 })
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null })
// JSON has no negative zero.
const json = fc.jsonValue({ noUnicodeString: false }).map((value): unknown => JSON.parse(JSON.stringify(value)))

const pushes: fc.Arbitrary<PushFrame> = fc.record({
  id: whole,
  stream: whole,
  epoch: whole,
  batchId: fc.string({ unit: 'grapheme' }),
  update: orNull(bytes),
  presence: orNull(fc.record({ clock: whole, state: json })),
})
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
    update: orNull(bytes),
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

test('the bytes of version 1 never change', () => {
  const update = Uint8Array.of(0, 0)
  const push = { id: 300, stream: 2, epoch: 1, batchId: 'b', update, presence: { clock: 7, state: { at: 3 } } }
  expect(hex(encodePush(push))).toBe('01ac0202010162030200000708' + hex(Buffer.from('{"at":3}')))
  expect(hex(encodePush({ ...push, presence: null }))).toBe('01ac020201016201020000')
  const answer = { id: 300, status: 'OK', seq: 9, stateVector: null, retryAfterMs: null } as const
  expect(hex(encodeAnswer(answer))).toBe('02ac022009')
  expect(
    hex(encodeAnswer({ ...answer, status: 'MISSING_DEPENDENCIES', seq: null, stateVector: Uint8Array.of(0) })),
  ).toBe('02ac02420100')
  expect(hex(encodeAnswer({ ...answer, status: 'UNAVAILABLE', seq: null, retryAfterMs: 200 }))).toBe('02ac0289c801')
  expect(hex(encodeRefusal({ id: 1, errors: [] }))).toBe('0301025b5d')
  const body = encodeEventBody({ seq: 9, update, presence: [[1024, 1, null]] })
  expect(hex(encodeEvent(2, body))).toBe('040203090200000f' + hex(Buffer.from('[[1024,1,null]]')))
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
  const good = encodePush({ id: 1, stream: 1, epoch: 1, batchId: 'b', update: Uint8Array.of(1, 2, 3), presence: null })
  for (let length = 0; length < good.length; length++)
    expect(() => decodePush(good.subarray(0, length)), String(length)).toThrow(RangeError)
  expect(() => decodePush(Uint8Array.of(...good, 0))).toThrow(RangeError)
})
