import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GraphChange, PathMeasure, WalkFilter } from './engine.ts'
import type { GraphRelation } from './graph-rows.ts'
import { createReferenceGraph } from './testing/reference-graph.ts'
import { memory, relation, testEngine } from './testing/test-engine.ts'

let bench: Awaited<ReturnType<typeof testEngine>>
let seq = 0
/** One tenant for all: its relations change from run to run. */
const tenant = 'ten_paths'
let loaded: readonly GraphRelation[] = []

beforeAll(async () => {
  bench = await testEngine()
})
afterAll(() => bench[Symbol.asyncDispose]())

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const abc = ids.slice(0, 3)
/** Several relations between a pair, of few weights, so that many ways cost the same. */
const graphs: fc.Arbitrary<GraphRelation[]> = fc
  .array(
    fc.record({
      from: fc.constantFrom(...ids),
      to: fc.constantFrom(...ids),
      type: fc.constantFrom('RELATED_TO', 'PART_OF'),
      weight: fc.constantFrom(0, 0.25, 0.5, 1),
    }),
    { maxLength: 16 },
  )
  .map((ways) =>
    ways
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, type, weight }, i) => relation(from, to, { id: `rel_${i}`, type, weight })),
  )
const walks: fc.Arbitrary<WalkFilter> = fc.record(
  {
    direction: fc.constantFrom('OUT' as const, 'IN' as const, 'BOTH' as const),
    types: fc.constant(['RELATED_TO']),
    minWeight: fc.constant(0.5),
  },
  { requiredKeys: ['direction'] },
)

async function load(relations: readonly GraphRelation[]) {
  const reference = createReferenceGraph()
  const changes: GraphChange[] = [
    ...loaded.map(({ id, fromId, toId }) => ({ kind: 'removeRelation' as const, id, fromId, toId })),
    ...ids.map((id) => ({ kind: 'putMemory' as const, memory: memory(id) })),
    ...relations.map((row) => ({ kind: 'putRelation' as const, relation: row })),
  ]
  const entry = { seq: ++seq, changes }
  reference.apply(entry)
  await bench.engine.apply(tenant, [entry])
  loaded = relations
  /** Every step of a walk from a memory, in the plainest way. */
  const stepsFrom = (id: string, walk: WalkFilter) =>
    [...reference.relations.values()]
      .filter((each) => reference.isUsable(each, walk))
      .flatMap((each) => [
        ...(walk.direction !== 'IN' && each.fromId === id ? [{ toId: each.toId, by: each }] : []),
        ...(walk.direction !== 'OUT' && each.toId === id ? [{ toId: each.fromId, by: each }] : []),
      ])
  return { reference, stepsFrom }
}

test('the ways found are all there are, in the order of their cost', async () => {
  await fc.assert(
    fc.asyncProperty(
      graphs,
      walks,
      fc.constantFrom<PathMeasure>('STEPS', 'WEIGHT'),
      fc.integer({ min: 1, max: 6 }),
      async (relations, walk, measure, maxDepth) => {
        const { stepsFrom } = await load(relations)
        type Way = { readonly memoryIds: string[]; readonly relationIds: string[]; readonly cost: number }
        const waysOn = ({ memoryIds, relationIds, cost }: Way): Way[] => {
          const at = memoryIds.at(-1) ?? ''
          if (at === 'g') return [{ memoryIds, relationIds, cost }]
          if (relationIds.length === maxDepth) return []
          return stepsFrom(at, walk)
            .filter(({ toId, by }) => !memoryIds.includes(toId) && (measure === 'STEPS' || by.weight > 0))
            .flatMap(({ toId, by }) =>
              waysOn({
                memoryIds: [...memoryIds, toId],
                relationIds: [...relationIds, by.id],
                cost: cost + (measure === 'STEPS' ? 1 : 1 / by.weight),
              }),
            )
        }
        const all = waysOn({ memoryIds: ['a'], relationIds: [], cost: 0 })
        const request = { ...walk, fromId: 'a', toId: 'g', maxDepth, measure, limit: 10_000 }
        const keyOf = ({ relationIds }: { readonly relationIds: readonly string[] }) => relationIds.join()

        const found = await bench.engine.paths(tenant, { ...request, isOnlyCheapest: false })
        expect(found.paths.map(keyOf).toSorted()).toEqual(all.map(keyOf).toSorted())
        expect(found.paths.map(({ cost }) => cost)).toEqual(all.map(({ cost }) => cost).toSorted((x, y) => x - y))
        for (const path of found.paths) expect(all).toContainEqual(path)

        const least = Math.min(...all.map(({ cost }) => cost))
        const cheapest = await bench.engine.paths(tenant, { ...request, isOnlyCheapest: true })
        expect(cheapest.paths.map(keyOf).toSorted()).toEqual(
          all
            .filter(({ cost }) => cost === least)
            .map(keyOf)
            .toSorted(),
        )

        const some = await bench.engine.paths(tenant, { ...request, isOnlyCheapest: false, limit: 2 })
        expect(some.paths).toEqual(found.paths.slice(0, 2))
        expect(some.isCut).toBe(all.length > 2)
      },
    ),
    { numRuns: 30 },
  )
})

test('what surrounds some memories is what is near them with all that joins it, the nearest first when that is too much', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, walks, fc.nat({ max: 3 }), async (relations, walk, depth) => {
      const { reference } = await load(relations)
      const near = reference.distances(['a', 'b'], walk)
      const memoryIds = [...near].filter(([, distance]) => distance <= depth).map(([id]) => id)
      const joining = [...reference.relations.values()]
        .filter((each) => reference.isUsable(each, walk))
        .filter(({ fromId, toId }) => memoryIds.includes(fromId) && memoryIds.includes(toId))
        .map(({ id }) => id)
      const request = { ...walk, memoryIds: ['a', 'b', 'unknown'], depth, limit: 100, maxRelations: 100 }
      const whole = await bench.engine.surroundings(tenant, request)
      expect(whole.memoryIds.toSorted()).toEqual(memoryIds.toSorted())
      expect(whole.relationIds.toSorted()).toEqual(joining.toSorted())
      expect(whole.isCut).toBe(false)

      const few = await bench.engine.surroundings(tenant, { ...request, limit: 3 })
      expect(few.memoryIds).toEqual(whole.memoryIds.slice(0, 3))
      expect(few.isCut).toBe(memoryIds.length > 3)
      const fewRelations = await bench.engine.surroundings(tenant, { ...request, maxRelations: 2 })
      expect(fewRelations.relationIds).toEqual(whole.relationIds.slice(0, 2))
      expect(fewRelations.isCut).toBe(joining.length > 2)
    }),
    { numRuns: 20 },
  )
})

test('what some memories have in common is a step from each, the most strongly joined first', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, walks, async (relations, walk) => {
      const { stepsFrom } = await load(relations)
      const between = (from: string, to: string) =>
        stepsFrom(from, walk)
          .filter(({ toId }) => toId === to)
          .map(({ by }) => by)
      const wanted = ids.slice(3).filter((id) => abc.every((from) => between(from, id).length > 0))
      const found = await bench.engine.commonNeighbours(tenant, { ...walk, memoryIds: abc, limit: 9 })
      expect(found.map(({ memoryId }) => memoryId).toSorted()).toEqual(wanted)
      const strengths = found.map(({ memoryId, relationIds }) => {
        const strongest = abc.map((from) => Math.max(...between(from, memoryId).map(({ weight }) => weight)))
        expect(relationIds.map((id) => relations.find((each) => each.id === id)?.weight)).toEqual(strongest)
        return strongest.reduce((sum, weight) => sum + weight, 0)
      })
      expect(strengths).toEqual(strengths.toSorted((x, y) => y - x))
      const withUnknown = { ...walk, memoryIds: ['a', 'unknown'], limit: 9 }
      expect(await bench.engine.commonNeighbours(tenant, withUnknown)).toEqual([])
    }),
    { numRuns: 20 },
  )
})
