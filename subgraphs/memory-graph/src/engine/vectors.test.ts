import { expect, test } from 'vitest'
import type { GraphEngine } from './engine.ts'
import { memory, testEngine } from './testing/test-engine.ts'

const tenant = 'ten_a'
const model = 'points'
/** A direction in a plane, as a vector that a database takes for a meaning. */
const at = (degrees: number) => {
  const radians = (degrees * Math.PI) / 180
  return Float32Array.from([Math.cos(radians), Math.sin(radians), 0, 0])
}
const ids = Array.from({ length: 40 }, (_, i) => `m${String(i).padStart(2, '0')}`)
const memories = ids.map((id) => memory(id, { title: 'same words', createdAt: 1 }))
const entriesOf = (wanted: readonly string[], turn = 0) =>
  wanted.map((memoryId) => ({ memoryId, vectors: [at(ids.indexOf(memoryId) * 4 + turn)] }))
const batch = (after: number, upTo: number, entries: ReturnType<typeof entriesOf>, named = model) => ({
  model: named,
  dimensions: 4,
  after,
  upTo,
  entries,
})
const nearest = async (engine: GraphEngine, degrees: number, named = model) => {
  const vector = { model: named, values: at(degrees) }
  const hits = await engine.search(tenant, { query: 'nothing of it', mode: 'HYBRID', vector, limit: 3 })
  return hits.filter(({ signals }) => signals.vector > 0).map(({ memoryId }) => memoryId)
}

for (const [name, vectorIndexFrom] of [
  ['looked through', 1_000],
  ['in an index', 10],
] as const) {
  test(`vectors that are ${name} are found by what is closest, changed, and taken out`, async () => {
    await using bench = await testEngine({ vectorIndexFrom })
    const { engine } = bench
    await engine.rebuild(tenant, { seq: 1, memories, relations: [] })
    const write = async (upTo: number, entries: ReturnType<typeof entriesOf>) => {
      for (let tries = 0; tries < 3; tries++) {
        const after = await engine.vectorSeq(tenant, model)
        if (after < upTo)
          await engine.putVectors(tenant, batch(after, upTo, after === 0 ? [...all, ...entries] : entries))
      }
    }
    const all = entriesOf(ids)
    await write(5, [])
    expect(await engine.vectorSeq(tenant, model)).toBe(5)
    expect(await nearest(engine, 40)).toEqual(['m10', 'm09', 'm11'])

    await write(6, entriesOf(['m30'], -79))
    expect(await nearest(engine, 40)).toEqual(['m30', 'm10', 'm09'].toSorted(byDistanceTo(40)))

    await write(7, [{ memoryId: 'm10', vectors: [] }])
    expect(await nearest(engine, 40)).not.toContain('m10')
    const entries = [{ seq: 2, changes: [{ kind: 'removeMemory' as const, id: 'm30' }] }]
    await engine.apply(tenant, entries)
    // m08 and m12 are equally far.
    expect(await nearest(engine, 40)).toEqual(['m09', 'm11', expect.stringMatching(/^m(08|12)$/)])
    expect((await engine.state(tenant)).memories).toBe(39)
  })
}

function byDistanceTo(degrees: number) {
  const angle = (id: string) => (id === 'm30' ? 41 : ids.indexOf(id) * 4)
  return (a: string, b: string) => Math.abs(angle(a) - degrees) - Math.abs(angle(b) - degrees)
}

test('a batch that does not follow on changes nothing, and one that comes twice counts once', async () => {
  await using bench = await testEngine()
  const { engine } = bench
  await engine.rebuild(tenant, { seq: 1, memories, relations: [] })
  expect(await engine.putVectors(tenant, batch(4, 9, entriesOf(ids)))).toBe(0)
  expect(await nearest(engine, 40)).toEqual([])
  expect(await engine.putVectors(tenant, batch(0, 3, entriesOf(ids)))).toBe(3)
  expect(await engine.putVectors(tenant, batch(0, 3, entriesOf(['m39'])))).toBe(3)
  expect(await nearest(engine, 0)).toEqual(['m00', 'm01', 'm02'])
})

test('vectors of another model take the place of those that are there, and queries of the former find none', async () => {
  await using bench = await testEngine()
  const { engine } = bench
  await engine.rebuild(tenant, { seq: 1, memories, relations: [] })
  await engine.putVectors(tenant, batch(0, 3, entriesOf(ids)))
  const hits = await engine.search(tenant, { query: 'same words', mode: 'HYBRID', limit: 3 })
  await engine.putVectors(tenant, batch(0, 2, entriesOf(ids.slice(0, 20)), 'others'))
  expect(await engine.vectorSeq(tenant, model)).toBe(0)
  expect(await nearest(engine, 40)).toEqual([])
  expect(await nearest(engine, 40, 'others')).toEqual(['m10', 'm09', 'm11'])
  expect(await engine.search(tenant, { query: 'same words', mode: 'HYBRID', limit: 3 })).toEqual(hits)
})

test('vectors are there after the graph was closed and opened, and gone after it was built anew', async () => {
  await using bench = await testEngine()
  await bench.engine.rebuild(tenant, { seq: 1, memories, relations: [] })
  await bench.engine.putVectors(tenant, batch(0, 3, entriesOf(ids)))
  await bench.reopen()
  expect(await bench.engine.vectorSeq(tenant, model)).toBe(3)
  expect(await nearest(bench.engine, 40)).toEqual(['m10', 'm09', 'm11'])
  await bench.engine.rebuild(tenant, { seq: 1, memories, relations: [] })
  expect(await bench.engine.vectorSeq(tenant, model)).toBe(0)
  expect(await nearest(bench.engine, 40)).toEqual([])
})

test('a memory is as close as the closest of its parts', async () => {
  await using bench = await testEngine()
  const { engine } = bench
  await engine.rebuild(tenant, { seq: 1, memories, relations: [] })
  const parts = [{ memoryId: 'm05', vectors: [at(120), at(41), at(90)] }]
  await engine.putVectors(tenant, batch(0, 3, [...entriesOf(ids.slice(10, 20)), ...parts]))
  expect((await nearest(engine, 41))[0]).toBe('m05')
  await engine.putVectors(tenant, batch(3, 4, [{ memoryId: 'm05', vectors: [at(120)] }]))
  expect((await nearest(engine, 41))[0]).toBe('m10')
})
