import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, readPage, toConnection } from './page.ts'

test('walking page by page gives every item once, in order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (numbers, first) => {
      const sorted = numbers.toSorted((a, b) => a - b)
      const seen: number[] = []
      for (let after: string | null = null, more = true; more;) {
        const page = readPage({ first, after }, 1)
        const from = Number(page.after?.[0] ?? -Infinity)
        const items = sorted.filter((n) => n > from).slice(0, page.limit + 1)
        const { nodes, pageInfo } = toConnection(items, page, (n) => [n])
        seen.push(...nodes)
        after = pageInfo.endCursor
        more = pageInfo.hasNextPage
      }
      expect(seen).toEqual(sorted)
    }),
  )
})

test('a page of a size out of bounds, or after what is no cursor, is refused', () => {
  for (const first of [0, -1, 101, 1.5, Number.NaN]) expect(() => readPage({ first }, 1)).toThrow('first is 1 to 100')
  for (const after of ['', 'x', encodeCursor([1, 2]), Buffer.from('[{}]').toString('base64url')]) {
    expect(() => readPage({ after }, 1)).toThrow('not a cursor')
  }
})

test('a cursor gives its key back', () => {
  expect(decodeCursor(encodeCursor(['a"é', 7, null]), 3)).toEqual(['a"é', 7, null])
})
