import { expect, test } from 'vitest'
import { isId, newId } from './new-id.ts'

test('ids carry their prefix and are unique', () => {
  const ids = Array.from({ length: 10_000 }, () => newId('mem'))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => isId('mem', id))).toBe(true)
})

test('ids sort by the time they were made', () => {
  const times = [0, 1, 1_700_000_000_000, 1_800_000_000_000, 2 ** 47]
  const ids = times.map((time) => newId('rel', time))
  expect(ids.toSorted()).toEqual(ids)
})

test('an id of another kind, or of another shape, is not taken', () => {
  expect(isId('mem', newId('rel'))).toBe(false)
  expect(isId('mem', 'mem_short')).toBe(false)
  expect(isId('mem', `mem_${'u'.repeat(26)}`)).toBe(false)
})
