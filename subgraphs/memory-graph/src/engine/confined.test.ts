import { expect, test } from 'vitest'
import { memory, relation, testEngine } from './testing/test-engine.ts'

const [whole, rest] = ['ten_whole', 'ten_rest']
const hiddenSpaceIds = ['spc_hidden']
const at = (degrees: number) => {
  const radians = (degrees * Math.PI) / 180
  return Float32Array.from([Math.cos(radians), Math.sin(radians), 0, 0])
}
const ids = Array.from({ length: 30 }, (_, n) => `m${String(n).padStart(2, '0')}`)
const isHidden = (id: string) => ids.indexOf(id) % 3 === 1
const memories = ids.map((id, n) =>
  memory(id, {
    content: isHidden(id) ? 'treasure under the oak' : 'a garden with an oak',
    spaceId: isHidden(id) ? 'spc_hidden' : n % 2 === 0 ? 'spc_seen' : null,
  }),
)
/** Everybody is joined to the next, to one five further on, and to one eleven further on. */
const relations = ids.flatMap((id, n) =>
  [1, 5, 11].flatMap((step) => {
    const to = ids[n + step]
    return to === undefined ? [] : [relation(id, to, { type: step === 1 ? 'PRECEDES' : 'RELATED_TO' })]
  }),
)
const vectors = (wanted: readonly string[]) => ({
  model: 'points',
  dimensions: 4,
  after: 0,
  upTo: 1,
  entries: wanted.map((memoryId) => ({ memoryId, vectors: [at(ids.indexOf(memoryId) * 6)] })),
})

test.each([
  ['looked through', 1_000],
  ['in an index', 10],
])('what lies in a hidden space is to a question as if it were not there, with vectors %s', async (_, from) => {
  await using bench = await testEngine({ vectorIndexFrom: from })
  const { engine } = bench
  const seen = memories.filter(({ id }) => !isHidden(id))
  const seenRelations = relations.filter(({ fromId, toId }) => !isHidden(fromId) && !isHidden(toId))
  await engine.rebuild(whole, { seq: 1, memories, relations })
  await engine.rebuild(rest, { seq: 1, memories: seen, relations: seenRelations })
  for (const [tenant, wanted] of [
    [whole, ids],
    [rest, seen.map(({ id }) => id)],
  ] as const) {
    // Where they are so many that an index is made for them, they are asked for again.
    while ((await engine.vectorSeq(tenant, 'points')) < 1) await engine.putVectors(tenant, vectors(wanted))
  }

  for (const id of ids) {
    const around = { memoryIds: [id], depth: 3, direction: 'BOTH' as const, limit: 100 }
    expect(await engine.neighbours(whole, { ...around, hiddenSpaceIds })).toEqual(await engine.neighbours(rest, around))
    const way = { fromId: 'm00', toId: id, maxDepth: 10, direction: 'BOTH' as const }
    const [confined, without] = [
      await engine.shortestPath(whole, { ...way, hiddenSpaceIds }),
      await engine.shortestPath(rest, way),
    ]
    expect(confined?.cost).toBe(without?.cost)
    expect(confined?.memoryIds.some(isHidden) ?? false).toBe(false)
    const ways = { ...way, maxDepth: 6, measure: 'STEPS' as const, isOnlyCheapest: true, limit: 50 }
    const orderless = async (asked: ReturnType<typeof engine.paths>) =>
      (await asked).paths.map(({ memoryIds }) => memoryIds.join(' ')).toSorted()
    expect(await orderless(engine.paths(whole, { ...ways, hiddenSpaceIds }))).toEqual(
      await orderless(engine.paths(rest, ways)),
    )
    const near = { memoryIds: [id, 'm00'], depth: 2, direction: 'BOTH' as const, limit: 100, maxRelations: 500 }
    const sorted = async (asked: ReturnType<typeof engine.surroundings>) => {
      const { memoryIds, relationIds, isCut } = await asked
      return [memoryIds.toSorted(), relationIds.toSorted(), isCut]
    }
    expect(await sorted(engine.surroundings(whole, { ...near, hiddenSpaceIds }))).toEqual(
      await sorted(engine.surroundings(rest, near)),
    )
    const both = { memoryIds: [id, 'm06'], direction: 'BOTH' as const, limit: 100 }
    expect(await engine.commonNeighbours(whole, { ...both, hiddenSpaceIds })).toEqual(
      await engine.commonNeighbours(rest, both),
    )

    const like = { memoryId: id, limit: 100 }
    const parts = (all: Awaited<ReturnType<typeof engine.similar>>) =>
      all
        .map(({ memoryId, vector, graph, isRelated }) => JSON.stringify([memoryId, vector, graph, isRelated]))
        .toSorted()
    expect(parts(await engine.similar(whole, { ...like, hiddenSpaceIds }))).toEqual(
      parts(await engine.similar(rest, like)),
    )
  }

  for (const mode of ['TEXT', 'HYBRID'] as const) {
    const about = { query: 'treasure', mode, limit: 30 }
    expect((await engine.search(whole, about)).length).toBeGreaterThan(0)
    // Nothing that is seen holds the word: what it is related to does not come up for it either.
    expect(await engine.search(whole, { ...about, hiddenSpaceIds })).toEqual([])
  }
  const meant = {
    query: 'nothing of it',
    mode: 'HYBRID',
    vector: { model: 'points', values: at(6) },
    limit: 30,
  } as const
  const found = await engine.search(whole, { ...meant, hiddenSpaceIds })
  expect(found.length).toBeGreaterThan(0)
  expect(found).toEqual(await engine.search(rest, meant))
})
