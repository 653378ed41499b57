import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffText, type TextChange } from './diff-text.ts'

function applied(text: string, changes: readonly TextChange[]): string {
  let result = text
  for (const { at, removed, inserted } of changes.toReversed()) {
    expect(text.slice(at, at + removed.length)).toBe(removed)
    result = result.slice(0, at) + inserted + result.slice(at + removed.length)
  }
  return result
}

test('a word is replaced whole, and what stands around it is left alone', () => {
  expect(diffText('The quick brown fox.', 'The quack brown fox jumps.')).toEqual([
    { at: 4, removed: 'quick', inserted: 'quack' },
    { at: 19, removed: '', inserted: ' jumps' },
  ])
})

test('equal texts have no differences, and an empty one is filled or emptied by one change', () => {
  expect(diffText('same', 'same')).toEqual([])
  expect(diffText('', 'new')).toEqual([{ at: 0, removed: '', inserted: 'new' }])
  expect(diffText('old', '')).toEqual([{ at: 0, removed: 'old', inserted: '' }])
})

test('the changes of any two texts make the second of the first, and split no character', () => {
  const words = fc.array(fc.constantFrom('a', 'ab', 'abc', ' ', '\n', '👍', '👎', 'é', '.', 'word'), { maxLength: 40 })
  const text = fc.oneof(
    words.map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )
  fc.assert(
    fc.property(text, text, (from, to) => {
      const changes = diffText(from, to)
      expect(applied(from, changes)).toBe(to)
      for (const { removed, inserted } of changes)
        expect([removed.isWellFormed(), inserted.isWellFormed()]).toEqual([true, true])
    }),
    { numRuns: 2_000 },
  )
})

test('two long texts without anything in common are one change after a bounded number of steps', () => {
  const lines = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join('\n')
  expect(applied(lines('a'), diffText(lines('a'), lines('b')))).toBe(lines('b'))
})
