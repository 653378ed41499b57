import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeyRing, sealedUnder } from './key-ring.ts'

const v1 = { version: 'v1', key: randomBytes(32) }
const v2 = { version: 'v2', key: randomBytes(32) }

test('what a ring seals it opens, for the same purpose only', () => {
  const ring = createKeyRing([v1])
  const sealed = ring.seal('private', 'signing-key:a')
  expect(ring.open(sealed, 'signing-key:a')).toBe('private')
  expect(() => ring.open(sealed, 'signing-key:b')).toThrow(/unable to authenticate/)
})

test('the same secret is sealed differently each time', () => {
  const ring = createKeyRing([v1])
  expect(ring.seal('x', 'p')).not.toBe(ring.seal('x', 'p'))
})

test('a new key in front seals, and the old one still opens', () => {
  const sealed = createKeyRing([v1]).seal('private', 'p')
  const ring = createKeyRing([v2, v1])
  expect(ring.open(sealed, 'p')).toBe('private')
  expect(sealedUnder(sealed)).toBe('v1')
  expect(sealedUnder(ring.seal('private', 'p'))).toBe('v2')
})

test('a text sealed under a key that left the ring, or relabelled as another version, does not open', () => {
  const sealed = createKeyRing([v1]).seal('private', 'p')
  expect(() => createKeyRing([v2]).open(sealed, 'p')).toThrow('no key-encryption key "v1"')
  expect(() => createKeyRing([v2, v1]).open(sealed.replace(/^v1/, 'v2'), 'p')).toThrow(/unable to authenticate/)
})

test('every flipped byte is noticed', () => {
  const ring = createKeyRing([v1])
  const [version, nonce = '', ciphertext = ''] = ring.seal('private', 'p').split('.')
  const bytes = Buffer.from(ciphertext, 'base64url')
  for (let i = 0; i < bytes.length; i++) {
    const flipped = Buffer.from(bytes)
    flipped.writeUInt8(flipped.readUInt8(i) ^ 1, i)
    expect(() => ring.open([version, nonce, flipped.toString('base64url')].join('.'), 'p')).toThrow(
      /unable to authenticate/,
    )
  }
})
