import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogEntry, WalkFilter } from './engine.ts'
import { GraphDeadlineError, SequenceGapError } from './engine-errors.ts'
import { anyLog, anyMemory, anyRelation } from './testing/arbitrary-rows.ts'
import { createReferenceGraph } from './testing/reference-graph.ts'
import { memory, relation, testEngine } from './testing/test-engine.ts'

let bench: Awaited<ReturnType<typeof testEngine>>
let tenants = 0
const newTenant = () => `ten_${++tenants}`

beforeAll(async () => {
  bench = await testEngine({ maxOpenTenants: 4 })
})
afterAll(() => bench[Symbol.asyncDispose]())

const walks: fc.Arbitrary<WalkFilter> = fc.record(
  {
    direction: fc.constantFrom('OUT' as const, 'IN' as const, 'BOTH' as const),
    types: fc.subarray(['RELATED_TO', 'PART_OF', 'PRECEDES', "it's custom"], { minLength: 1 }),
    at: fc.integer({ min: -(2 ** 41), max: 2 ** 43 }),
    minWeight: fc.double({ min: 0, max: 0.5, noNaN: true }),
  },
  { requiredKeys: ['direction'] },
)

test('a tenant never seen is an empty graph', async () => {
  const tenant = newTenant()
  expect(await bench.engine.appliedSeq(tenant)).toBe(0)
  expect(await bench.engine.state(tenant)).toEqual(createReferenceGraph().state())
  expect(await bench.engine.search(tenant, { query: 'anything', mode: 'TEXT', limit: 5 })).toEqual([])
  expect(
    await bench.engine.neighbours(tenant, { memoryIds: ['mem_x'], depth: 2, direction: 'BOTH', limit: 5 }),
  ).toEqual([])
  expect(
    await bench.engine.shortestPath(tenant, { fromId: 'mem_x', toId: 'mem_x', maxDepth: 3, direction: 'OUT' }),
  ).toBeNull()
})

test('whatever is applied, in whatever batches and however often, the graph is the fold of the log, walks as it and finds its words', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog(30), fc.infiniteStream(fc.nat({ max: 6 })), walks, async (log, sizes, walk) => {
      const tenant = newTenant()
      const reference = createReferenceGraph()
      for (const entry of log) reference.apply(entry)
      await applyInBatches(tenant, log, sizes)
      expect(await bench.engine.state(tenant)).toEqual(reference.state())

      const distances = reference.distances(['mem_a', 'mem_b'], walk)
      const found = await bench.engine.neighbours(tenant, {
        ...walk,
        memoryIds: ['mem_a', 'mem_b'],
        depth: 3,
        limit: 100,
      })
      const wanted = [...distances].filter(([, depth]) => depth > 0 && depth <= 3)
      expect(new Map(found.map(({ memoryId, depth }) => [memoryId, depth]))).toEqual(new Map(wanted))
      for (const { memoryId, depth, viaId, relationId } of found) {
        const step = reference.relations.get(relationId)
        expect(step !== undefined && reference.isUsable(step, walk)).toBe(true)
        expect(new Set([step?.fromId, step?.toId])).toEqual(new Set([memoryId, viaId]))
        expect(distances.get(viaId)).toBe(depth - 1)
      }

      const fromA = reference.distances(['mem_a'], walk).get('mem_h')
      const path = await bench.engine.shortestPath(tenant, { ...walk, fromId: 'mem_a', toId: 'mem_h', maxDepth: 10 })
      expect(path?.cost).toBe(fromA)
      path?.relationIds.forEach((id, i) => {
        const step = reference.relations.get(id)
        expect(step !== undefined && reference.isUsable(step, walk)).toBe(true)
        expect(new Set([step?.fromId, step?.toId])).toEqual(new Set([path.memoryIds[i], path.memoryIds[i + 1]]))
      })
    }),
    { numRuns: 25 },
  )
})

async function applyInBatches(tenant: string, log: readonly LogEntry[], sizes: Iterable<number>): Promise<void> {
  let done = 0
  for (const size of sizes) {
    // Some of what was applied comes again.
    const from = Math.max(0, done - size)
    const { appliedSeq } = await bench.engine.apply(tenant, log.slice(from, done + size))
    done = Math.min(done + size, log.length)
    expect(appliedSeq).toBe(done)
    if (done === log.length) return
  }
}

test('a graph rebuilt from rows of any text equals the rows, and can be gone on with', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMemory, { maxLength: 8 }),
      fc.array(anyRelation, { maxLength: 12 }),
      async (some, others) => {
        const tenant = newTenant()
        const reference = createReferenceGraph()
        const memories = [...new Map(some.map((row) => [row.id, row])).values()]
        const relations = [...new Map(others.map((row) => [row.id, row])).values()]
        const changes = [
          ...memories.map((row) => ({ kind: 'putMemory' as const, memory: row })),
          ...relations.map((row) => ({ kind: 'putRelation' as const, relation: row })),
        ]
        reference.apply({ seq: 7, changes })
        await bench.engine.apply(tenant, [{ seq: 1, changes: [{ kind: 'putMemory', memory: memory('mem_old') }] }])
        expect(await bench.engine.rebuild(tenant, { seq: 7, memories, relations })).toEqual(reference.state())
        expect(await bench.engine.state(tenant)).toEqual(reference.state())
        const next: LogEntry = {
          seq: 8,
          changes: [{ kind: 'putMemory', memory: memory('mem_a', { content: 'kangaroo' }) }],
        }
        reference.apply(next)
        await bench.engine.apply(tenant, [next])
        expect(await bench.engine.state(tenant)).toEqual(reference.state())
        const hits = await bench.engine.search(tenant, { query: 'Kangaroos?', mode: 'TEXT', limit: 3 })
        expect(hits.map((hit) => hit.memoryId)).toEqual(['mem_a'])
      },
    ),
    { numRuns: 8 },
  )
})

test('every memory of a graph that was just rebuilt can be changed and removed, however short its text', async () => {
  const tenant = newTenant()
  const texts = ['b', 'hello', 'the', 'hello hello', 'x y']
  const memories = texts.map((content, i) => memory(`mem_${i}`, { title: '', content }))
  await bench.engine.rebuild(tenant, { seq: 1, memories, relations: [] })
  const changed = memories.map((row) => ({ kind: 'putMemory' as const, memory: { ...row, content: 'kangaroo' } }))
  await bench.engine.apply(tenant, [{ seq: 2, changes: changed }])
  const find = async () => (await bench.engine.search(tenant, { query: 'kangaroo', mode: 'TEXT', limit: 9 })).length
  expect(await find()).toBe(texts.length)
  await bench.engine.apply(tenant, [
    { seq: 3, changes: memories.map(({ id }) => ({ kind: 'removeMemory' as const, id })) },
  ])
  expect(await find()).toBe(0)
})

test('an entry that does not follow is refused with where the graph stands, and nothing of its batch is kept', async () => {
  const tenant = newTenant()
  await bench.engine.apply(tenant, [{ seq: 1, changes: [] }])
  const put = (seq: number): LogEntry => ({ seq, changes: [{ kind: 'putMemory', memory: memory('mem_1') }] })
  await expect(bench.engine.apply(tenant, [put(2), put(4)])).rejects.toThrow(SequenceGapError)
  await expect(bench.engine.apply(tenant, [put(3)])).rejects.toMatchObject({ appliedSeq: 1, seq: 3 })
  expect(await bench.engine.state(tenant)).toMatchObject({ seq: 1, memories: 0 })
})

test('a question in natural language finds what shares words with it, whatever their ending, case, accents or script', async () => {
  const tenant = newTenant()
  const texts = {
    mem_run: 'She was running along the river',
    mem_code: 'Error E-1234 since version 2.19 of 2023-05-08',
    mem_cafe: 'Le Café de Zoë, Größe M',
    mem_ja: '東京の機械学習',
    mem_ru: 'Привет, мир',
    mem_poss: "Caroline's painting doesn't dry",
  }
  const changes = Object.entries(texts).map(([id, content]) => ({
    kind: 'putMemory' as const,
    memory: memory(id, { content }),
  }))
  await bench.engine.apply(tenant, [{ seq: 1, changes }])
  const find = async (query: string) =>
    (await bench.engine.search(tenant, { query, mode: 'TEXT', limit: 3 })).map((hit) => hit.memoryId)
  expect(await find('Where does she RUN?')).toEqual(['mem_run'])
  expect(await find('what happened in 2023?')).toEqual(['mem_code'])
  expect(await find('e-1234')).toEqual(['mem_code'])
  expect(await find('cafe grosse')).toEqual(['mem_cafe'])
  expect(await find('機械')).toEqual(['mem_ja'])
  expect(await find('привет')).toEqual(['mem_ru'])
  expect(await find('paintings of Caroline')).toEqual(['mem_poss'])
  for (const nothing of ['', '   ', '???', '*', 'the', '"', '$query', "' OR 1=1", 'zzzunknown'])
    expect(await find(nothing)).toEqual([])
})

test('a search follows every change of a memory and every condition of its filter', async () => {
  const tenant = newTenant()
  const fox = (id: string, fields: object) => ({
    kind: 'putMemory' as const,
    memory: memory(id, { content: 'a fox', ...fields }),
  })
  await bench.engine.apply(tenant, [
    {
      seq: 1,
      changes: [
        fox('mem_1', { tags: ['x', 'y'], type: 'recipe', spaceId: 'spc_1' }),
        fox('mem_2', { tags: ['x'], createdBy: 'usr_2' }),
      ],
    },
    {
      seq: 2,
      changes: [fox('mem_3', { createdAt: 50, validFrom: 10, validTo: 20, properties: '{"colour":"red","n":1}' })],
    },
    { seq: 3, changes: [fox('mem_4', {}), { kind: 'putMemory', memory: memory('mem_4', { content: 'a goose' }) }] },
    { seq: 4, changes: [fox('mem_5', {}), { kind: 'removeMemory', id: 'mem_5' }] },
  ])
  const find = async (filter: object) =>
    (await bench.engine.search(tenant, { query: 'foxes', mode: 'TEXT', limit: 10, filter }))
      .map((hit) => hit.memoryId)
      .toSorted()
  expect(await find({})).toEqual(['mem_1', 'mem_2', 'mem_3'])
  expect(await find({ tags: ['x'] })).toEqual(['mem_1', 'mem_2'])
  expect(await find({ tags: ['x', 'y'] })).toEqual(['mem_1'])
  expect(await find({ types: ['recipe', 'other'] })).toEqual(['mem_1'])
  expect(await find({ spaceIds: ['spc_1'] })).toEqual(['mem_1'])
  expect(await find({ createdBy: ['usr_2'] })).toEqual(['mem_2'])
  expect(await find({ createdFrom: 50, createdTo: 51 })).toEqual(['mem_3'])
  expect(await find({ validAt: 20 })).toEqual(['mem_1', 'mem_2'])
  expect(await find({ validAt: 10 })).toEqual(['mem_1', 'mem_2', 'mem_3'])
  expect(await find({ properties: { colour: 'red', n: 1 } })).toEqual(['mem_3'])
  expect(await find({ properties: { colour: 'blue' } })).toEqual([])
})

test('a walk passes only through memories that the filter allows; the ends of a path are exempt', async () => {
  const tenant = newTenant()
  const put = (id: string, tags: string[]) => ({ kind: 'putMemory' as const, memory: memory(id, { tags }) })
  const join = (from: string, to: string) => ({ kind: 'putRelation' as const, relation: relation(from, to) })
  const changes = [put('a', []), put('b', ['no']), put('c', []), put('d', ['ok']), put('e', ['ok'])]
  const ways = [join('a', 'b'), join('b', 'c'), join('a', 'd'), join('d', 'e'), join('e', 'c')]
  await bench.engine.apply(tenant, [{ seq: 1, changes: [...changes, ...ways] }])
  const filter = { tags: ['ok'] }
  const neighbours = await bench.engine.neighbours(tenant, {
    memoryIds: ['a'],
    depth: 3,
    direction: 'OUT',
    limit: 9,
    filter,
  })
  expect(neighbours.map(({ memoryId, depth }) => [memoryId, depth])).toEqual([
    ['d', 1],
    ['e', 2],
  ])
  const path = { fromId: 'a', toId: 'c', maxDepth: 5, direction: 'OUT' as const }
  expect((await bench.engine.shortestPath(tenant, path))?.memoryIds).toEqual(['a', 'b', 'c'])
  expect((await bench.engine.shortestPath(tenant, { ...path, filter }))?.memoryIds).toEqual(['a', 'd', 'e', 'c'])
  expect(await bench.engine.shortestPath(tenant, { ...path, filter, maxDepth: 2 })).toBeNull()
})

test('one tenant never sees another, though they share a process', async () => {
  const [mine, yours] = [newTenant(), newTenant()]
  await bench.engine.apply(mine, [
    { seq: 1, changes: [{ kind: 'putMemory', memory: memory('mem_1', { content: 'secret' }) }] },
  ])
  expect(await bench.engine.search(yours, { query: 'secret', mode: 'HYBRID', limit: 5 })).toEqual([])
  await bench.engine.drop(mine)
  expect(await bench.engine.appliedSeq(mine)).toBe(0)
  await expect(bench.engine.appliedSeq('../elsewhere')).rejects.toThrow('not an id of a tenant')
})

test('a query that takes too long fails as such, and the engine goes on', async () => {
  const tenant = newTenant()
  const changes = Array.from({ length: 300 }, (_, i) => ({ kind: 'putMemory' as const, memory: memory(`mem_${i}`) }))
  const ways = Array.from({ length: 600 }, (_, i) =>
    relation(`mem_${i % 300}`, `mem_${(i * 7) % 300}`, { id: `rel_${i}` }),
  )
  await bench.engine.apply(tenant, [
    { seq: 1, changes: [...changes, ...ways.map((row) => ({ kind: 'putRelation' as const, relation: row }))] },
  ])
  const everything = { memoryIds: ['mem_1'], depth: 6, direction: 'BOTH' as const, limit: 1000 }
  await expect(bench.engine.neighbours(tenant, { ...everything, deadlineMs: 2 })).rejects.toThrow(GraphDeadlineError)
  expect(await bench.engine.neighbours(tenant, everything)).not.toHaveLength(0)
  expect(await bench.engine.health()).toEqual({ up: true, restarts: 0 })
})
