import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GraphChange, GraphEngine, LogEntry } from './engine.ts'
import { anyLog } from './testing/arbitrary-rows.ts'
import { createReferenceGraph } from './testing/reference-graph.ts'
import { join, put, testEngine } from './testing/test-engine.ts'

type Bench = Awaited<ReturnType<typeof testEngine>>

/** One that makes all new rows of a batch together, and one that makes each by itself. */
let together: Bench
let singly: Bench
let tenants = 0
const newTenant = () => `ten_${++tenants}`

beforeAll(async () => {
  ;[together, singly] = await Promise.all([
    testEngine({ loadFrom: 1, maxOpenTenants: 2 }),
    testEngine({ loadFrom: Infinity, maxOpenTenants: 2 }),
  ])
})
afterAll(() => Promise.all([together[Symbol.asyncDispose](), singly[Symbol.asyncDispose]()]))

/** What can be asked of a graph, whatever its rows are. */
async function answersOf(engine: GraphEngine, tenant: string, words: readonly string[]) {
  const found: unknown[] = []
  for (const query of words) found.push(await engine.search(tenant, { query, mode: 'TEXT', limit: 20 }))
  const starts = ['mem_a', 'mem_b', 'mem_c']
  for (const id of starts)
    found.push(await engine.neighbours(tenant, { memoryIds: [id], depth: 2, direction: 'BOTH', limit: 100 }))
  return { state: await engine.state(tenant), found }
}

test('new rows that are made together give the graph, the hits and the neighbours that they give singly', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog(30), fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), async (log, sizes) => {
      const tenant = newTenant()
      const reference = createReferenceGraph()
      for (const entry of log) reference.apply(entry)
      const words = [...reference.memories.values()].flatMap(({ title, content }) => `${title} ${content}`.split(/\s+/))
      for (let from = 0, turn = 0; from < log.length; turn++) {
        const to = from + (sizes[turn % sizes.length] ?? 1)
        for (const { engine } of [together, singly]) await engine.apply(tenant, log.slice(from, to))
        // Walked early, so that what follows meets a shape in memory.
        if (turn === 0) await answersOf(together.engine, tenant, [])
        from = to
      }
      const asked = words.filter((word) => word !== '').slice(0, 6)
      const answers = await answersOf(together.engine, tenant, asked)
      expect(answers).toEqual(await answersOf(singly.engine, tenant, asked))
      expect(answers.state).toEqual(reference.state())
    }),
    { numRuns: 12 },
  )
})

test('what a batch makes, changes, moves and takes away again is left as its last change has it', async () => {
  const tenant = newTenant()
  const reference = createReferenceGraph()
  const apply = async (...changes: GraphChange[]) => {
    const entry: LogEntry = { seq: reference.state().seq + 1, changes }
    reference.apply(entry)
    await together.engine.apply(tenant, [entry])
    expect(await together.engine.state(tenant)).toEqual(reference.state())
  }
  const find = async (query: string) =>
    (await together.engine.search(tenant, { query, mode: 'TEXT', limit: 9 })).map(({ memoryId }) => memoryId).toSorted()

  await apply(put('a', { content: 'kestrel' }), put('b'), put('a', { content: 'heron', version: 2 }), join('a', 'b'))
  expect(await find('kestrel')).toEqual([])
  expect(await find('heron')).toEqual(['a'])
  await apply(
    put('a', { content: 'kestrel', version: 3 }),
    put('c', { content: 'heron' }),
    join('a', 'b', { weight: 0.5 }),
    join('c', 'a'),
    { kind: 'removeMemory', id: 'b' },
    put('b', { content: 'kestrel' }),
    join('b', 'c'),
    { kind: 'removeMemory', id: 'c' },
    put('c', { content: 'plover' }),
    join('c', 'missing'),
    join('a', 'c'),
  )
  expect([await find('kestrel'), await find('heron'), await find('plover')]).toEqual([['a', 'b'], [], ['c']])
  await apply(
    { kind: 'removeRelation', id: 'rel_a_c', fromId: 'a', toId: 'c' },
    join('b', 'c', { id: 'rel_a_c' }),
    join('a', 'c', { id: 'rel_other' }),
    { kind: 'removeRelation', id: 'rel_other', fromId: 'a', toId: 'c' },
    put('d'),
    { kind: 'removeMemory', id: 'd' },
  )
  const around = await together.engine.neighbours(tenant, { memoryIds: ['c'], depth: 1, direction: 'BOTH', limit: 9 })
  expect(around.map(({ memoryId, relationId }) => [memoryId, relationId])).toEqual([['b', 'rel_a_c']])
})

test('a batch that fails while rows are made together leaves nothing behind, and the graph goes on', async () => {
  const tenant = newTenant()
  await together.engine.apply(tenant, [{ seq: 1, changes: [put('a', { content: 'kestrel' })] }])
  const before = await together.engine.state(tenant)
  const batch = [put('a', { content: 'heron' }), put('b', { content: 'heron' }), put('c', { content: '\ud800' })]
  await expect(together.engine.apply(tenant, [{ seq: 2, changes: batch }])).rejects.toThrow('Malformed JSON')
  expect(await together.engine.state(tenant)).toEqual(before)
  expect(await together.engine.search(tenant, { query: 'heron', mode: 'TEXT', limit: 5 })).toEqual([])
  await together.engine.apply(tenant, [{ seq: 2, changes: [put('b', { content: 'heron' }), join('a', 'b')] }])
  expect(await together.engine.search(tenant, { query: 'heron', mode: 'TEXT', limit: 5 })).toHaveLength(1)
  expect(await together.engine.state(tenant)).toMatchObject({ seq: 2, memories: 2, relations: 1 })
})

test('every memory that was made together with others can be changed and removed, however short its text', async () => {
  const tenant = newTenant()
  const texts = ['b', 'hello', 'the', '', 'hello hello', 'x y']
  const changes = texts.map((content, i) => put(`mem_${i}`, { title: '', content }))
  await together.engine.apply(tenant, [{ seq: 1, changes }])
  await together.engine.apply(tenant, [
    { seq: 2, changes: texts.map((_, i) => put(`mem_${i}`, { content: 'kangaroo', version: 2 })) },
  ])
  const find = async () => (await together.engine.search(tenant, { query: 'kangaroo', mode: 'TEXT', limit: 9 })).length
  expect(await find()).toBe(texts.length)
  await together.engine.apply(tenant, [
    { seq: 3, changes: texts.map((_, i) => ({ kind: 'removeMemory' as const, id: `mem_${i}` })) },
  ])
  expect(await find()).toBe(0)
})
