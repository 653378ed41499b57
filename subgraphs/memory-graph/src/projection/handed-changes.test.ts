import { expect, test } from 'vitest'
import type { OperationKind } from '../graph-types.ts'
import type { LoggedChange } from '../operation.ts'
import { createHandedChanges } from './handed-changes.ts'

const changes = (from: number, to: number, kind: OperationKind = 'MEMORY_CREATED'): LoggedChange[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    seq: from + i,
    kind,
    before: null,
    after: { id: `mem_${from + i}`, version: 1 },
    recordedAt: new Date(0),
  }))
const seqs = (given: readonly LoggedChange[]) => given.map(({ seq }) => seq)

test('what follows without a gap is given, in whatever order it came', () => {
  const handed = createHandedChanges()
  handed.put(changes(4, 5))
  handed.put(changes(1, 3))
  expect(seqs(handed.after(0))).toEqual([1, 2, 3])
  expect(seqs(handed.after(1))).toEqual([2, 3])
  expect(seqs(handed.after(3))).toEqual([4, 5])
  expect(handed.after(5)).toEqual([])
})

test('after a gap nothing is given, until it was passed', () => {
  const handed = createHandedChanges()
  handed.put(changes(11, 12))
  expect(handed.after(3)).toEqual([])
  expect(seqs(handed.after(10))).toEqual([11, 12])
})

test('a graph that is slower is given what came first, and reads the rest from the log', () => {
  const handed = createHandedChanges()
  for (let seq = 1; seq <= 9; seq++) handed.put(changes(seq, seq))
  expect([0, 1, 2, 3].map((seq) => seqs(handed.after(seq)))).toEqual([[1], [2], [3], [4]])
  expect(handed.after(4)).toEqual([])
  handed.put(changes(10, 10))
  expect(seqs(handed.after(9))).toEqual([10])
})

test('changes of what is there already come few at a time', () => {
  const handed = createHandedChanges()
  handed.put([...changes(1, 2_000), ...changes(2_001, 3_000, 'MEMORY_UPDATED')])
  expect(handed.after(0)).toHaveLength(2_500)
  expect(handed.after(2_500)).toHaveLength(500)
})
