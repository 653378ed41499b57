import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SequenceGapError } from './engine-errors.ts'
import type { GraphChange, GraphEngine, LogEntry } from './engine.ts'
import { anyLog, anyMemory, anyRelation } from './testing/arbitrary-rows.ts'
import { createReferenceGraph } from './testing/reference-graph.ts'
import { join, put, testEngine } from './testing/test-engine.ts'

let bench: Awaited<ReturnType<typeof testEngine>>
let tenants = 0
const newTenant = () => `ten_${++tenants}`
beforeAll(async () => {
  bench = await testEngine({ maxOpenTenants: 2, draftPartRows: 4 })
})
afterAll(() => bench[Symbol.asyncDispose]())

async function answersOf(engine: GraphEngine, tenant: string, words: readonly string[]) {
  const found: unknown[] = []
  for (const query of words) found.push(await engine.search(tenant, { query, mode: 'TEXT', limit: 50 }))
  for (const id of ['mem_a', 'mem_b', 'new_0', 'new_1'])
    found.push(await engine.neighbours(tenant, { memoryIds: [id], depth: 2, direction: 'BOTH', limit: 100 }))
  return { state: await engine.state(tenant), found }
}

test('a graph that was drafted gives the rows, the hits and the neighbours of one that was brought up, and goes on', async () => {
  const anyNew = fc.record({
    before: anyLog(12),
    memories: fc.array(anyMemory, { maxLength: 12 }),
    relations: fc.array(fc.tuple(anyRelation, fc.nat(), fc.nat()), { maxLength: 20 }),
    at: fc.nat(),
  })
  await fc.assert(
    fc.asyncProperty(anyNew, async ({ before, memories, relations, at }) => {
      const [drafted, applied] = [newTenant(), newTenant()]
      const reference = createReferenceGraph()
      for (const entry of before) reference.apply(entry)
      const made = memories.map((row, i) => ({ ...row, id: `new_${i}` }))
      const ids = [...reference.memories.keys(), ...made.map(({ id }) => id)]
      const end = (place: number) => ids[place % ids.length] ?? ''
      const joined = relations
        .map(([row, from, to], i) => ({ ...row, id: `rel_new_${i}`, fromId: end(from), toId: end(to) }))
        .filter(({ fromId, toId }) => fromId !== toId)
      const rest = [
        ...made.map((row): GraphChange => ({ kind: 'putMemory', memory: row })),
        ...joined.map((row): GraphChange => ({ kind: 'putRelation', relation: row })),
      ].map((change, i): LogEntry => ({ seq: before.length + 1 + i, changes: [change] }))
      const words = [...made, ...reference.memories.values()].flatMap(({ title, content }) =>
        `${title} ${content}`.split(/\s+/),
      )
      const asked = words.filter((word) => word !== '').slice(0, 6)

      const { engine } = bench
      await engine.apply(drafted, before)
      // Some are added to the graph in the making while others come.
      const cut = at % (rest.length + 1)
      await engine.draft(drafted, rest.slice(0, Math.floor(cut / 2)))
      await engine.draft(drafted, rest.slice(0, cut))
      await engine.draft(drafted, rest)
      expect(await engine.state(drafted)).toEqual(reference.state())
      await engine.apply(applied, [...before, ...rest])
      const state = await engine.useDraft(drafted)
      for (const entry of rest) reference.apply(entry)
      expect(state).toEqual(reference.state())
      const answers = await answersOf(engine, drafted, asked)
      expect(answers).toEqual(await answersOf(engine, applied, asked))
      expect(answers.state).toEqual(state)

      // What was drafted can be changed and taken away.
      const seq = before.length + rest.length + 1
      const changes = ids.map((id, i): GraphChange =>
        i % 2 === 0 ? put(id, { version: 9 }) : { kind: 'removeMemory', id },
      )
      for (const tenant of [drafted, applied]) await engine.apply(tenant, [{ seq, changes }])
      expect(await answersOf(engine, drafted, asked)).toEqual(await answersOf(engine, applied, asked))
    }),
    { numRuns: 5 },
  )
})

test('a draft takes what follows it, and only new rows; it goes with the process, and where its graph is changed', async () => {
  const tenant = newTenant()
  const { engine } = bench
  await engine.apply(tenant, [{ seq: 1, changes: [put('a')] }])
  expect(await engine.draft(tenant, [{ seq: 2, changes: [put('b'), join('a', 'b')] }])).toBe(2)
  expect(await engine.draft(tenant, [{ seq: 2, changes: [put('b')] }])).toBe(2)
  await expect(engine.draft(tenant, [{ seq: 4, changes: [put('c')] }])).rejects.toThrow(SequenceGapError)
  await expect(engine.useDraft(tenant)).rejects.toThrow('no draft')
  await expect(engine.draft(tenant, [{ seq: 2, changes: [{ kind: 'removeMemory', id: 'a' }] }])).rejects.toThrow(
    'only takes new rows',
  )
  await engine.draft(tenant, [{ seq: 2, changes: [put('b')] }])
  await engine.apply(tenant, [{ seq: 2, changes: [put('c')] }])
  await expect(engine.useDraft(tenant)).rejects.toThrow('no draft')
  await engine.draft(tenant, [{ seq: 3, changes: [put('d')] }])
  await bench.reopen()
  await expect(bench.engine.useDraft(tenant)).rejects.toThrow('no draft')
  expect(await bench.engine.state(tenant)).toMatchObject({ seq: 2, memories: 2 })
})

test('what could not be built of a draft leaves the graph as it was', async () => {
  const tenant = newTenant()
  const { engine } = bench
  await engine.apply(tenant, [{ seq: 1, changes: [put('a', { content: 'kestrel' })] }])
  await engine.draft(tenant, [{ seq: 2, changes: [put('b'), join('b', 'missing')] }])
  await expect(engine.useDraft(tenant)).rejects.toThrow('missing')
  expect(await engine.search(tenant, { query: 'kestrel', mode: 'TEXT', limit: 5 })).toHaveLength(1)
  expect(await engine.state(tenant)).toMatchObject({ seq: 1, memories: 1 })
  await engine.apply(tenant, [{ seq: 2, changes: [put('b')] }])
})
