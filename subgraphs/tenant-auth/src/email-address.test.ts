import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizeEmail } from './email-address.ts'

describe('the normal form of an address', () => {
  test.each([
    ['Ada@Example.TEST', 'ada@example.test'],
    ['  ada@example.test ', 'ada@example.test'],
    ['ａｄａ@example.test', 'ada@example.test'],
    ['\u212Aate@example.test', 'kate@example.test'],
    ['e\u0301va@example.test', '\u00E9va@example.test'],
    ['ada+notes@example.test', 'ada+notes@example.test'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ])('of %j is %j', (text, normal) => {
    expect(normalizeEmail(text)).toBe(normal)
  })

  test.each([
    '',
    'ada',
    '@example.test',
    'ada@',
    'ada@localhost',
    'a da@example.test',
    'ada@example.test\r\nBcc: eve@example.test',
    'ada\0@example.test',
    '"ada"@example.test',
    'ada@@example.test',
    '.ada@example.test',
    'ada@exa_mple.test',
    'ada@-example.test',
    `${'a'.repeat(65)}@example.test`,
    `a@${'b.'.repeat(130)}test`,
    'x'.repeat(1_000_000),
  ])('does not exist for %j', (text) => {
    expect(() => normalizeEmail(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
  })

  test('is its own normal form, whatever was typed', () => {
    const property = fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (local) => {
      const normal = tryNormalize(`${local}@Example.test`)
      return normal === null || normalizeEmail(normal) === normal
    })
    expect(fc.check(property, { numRuns: 2_000 })).toMatchObject({ failed: false })
  })
})

function tryNormalize(text: string): string | null {
  try {
    return normalizeEmail(text)
  } catch {
    return null
  }
}
