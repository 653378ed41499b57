import fc from 'fast-check'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import type { TestGraph } from '../../testing/start-graph.ts'

/** Carries out a mutation by its name; a refusal is part of the answer. */
export const run = (graph: TestGraph, viewer: Identity, name: string, input: object) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  return graph.ask(viewer, `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`, { input })
}

const actKinds = [
  'relate',
  'relate',
  'relate',
  'relate',
  'relate',
  'revalidate',
  'delete',
  'restore',
  'remember',
  'restrict',
  'demand',
] as const
export type Act = {
  readonly kind: (typeof actKinds)[number]
  readonly a: number
  readonly b: number
  readonly type: string
  readonly year: number | null
}

export const anyActs: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...actKinds),
    a: fc.nat(4),
    b: fc.nat(4),
    type: fc.constantFrom('LIVES_IN', 'LIVES_IN', 'LIVES_IN', 'KNOWS', 'SUPPORTS'),
    year: fc.option(fc.integer({ min: 2000, max: 2004 })),
  }),
  { minLength: 15, maxLength: 40 },
)

/** Makes a graph with types and spaces by random acts; what does not apply is refused, which is part of it. */
export async function performAll(graph: TestGraph, viewer: User, acts: readonly Act[]): Promise<void> {
  await run(graph, viewer, 'setRelationType', { name: 'KNOWS', isSingleValued: false })
  await run(graph, viewer, 'setRelationType', { name: 'LIVES_IN', isSingleValued: (acts[0]?.a ?? 0) < 3 })
  await run(graph, viewer, 'defineMemoryType', { name: 'NOTE', description: 'A note' })
  await run(graph, viewer, 'defineMemoryType', { name: 'UNUSED', schema: { required: ['x'] } })
  for (const visibility of ['OPEN', 'PRIVATE'])
    await run(graph, viewer, 'createSpace', { name: visibility, visibility })
  const { spaces } = await graph.must<{ spaces: { id: string }[] }>(viewer, '{ spaces { id } }')
  const memories: string[] = []
  const relations: string[] = []
  const make = async (ids: string[], name: 'Memory' | 'Relation', input: object) => {
    const row = name.toLowerCase()
    const query = `mutation ($i: Create${name}Input!) { made: create${name}(input: $i) { row: ${row} { id } } }`
    const { data } = await graph.ask(viewer, query, { i: input })
    const { made } = (data ?? { made: null }) as { made: { row: { id: string } } | null }
    if (made !== null) ids.push(made.row.id)
  }
  const remember = ({ a, b }: Pick<Act, 'a' | 'b'>) => {
    const typed = a < 2 ? { type: 'SEMANTIC' } : { type: 'NOTE', properties: { [a < 4 ? 'x' : 'y']: b } }
    return make(memories, 'Memory', { ...typed, title: `M${memories.length}`, spaceId: spaces[b]?.id })
  }
  for (let a = 0; a < 5; a++) await remember({ a, b: a })
  for (const act of acts) {
    const [toId, relation] = [memories[act.b], relations[act.b % Math.max(1, relations.length)]]
    const validFrom = act.year === null ? null : `${act.year}-01-01T00:00:00Z`
    switch (act.kind) {
      case 'relate':
        await make(relations, 'Relation', { fromId: memories[act.a % 2], toId, type: act.type, validFrom })
        break
      case 'revalidate':
        await run(graph, viewer, 'updateRelation', { id: relation, validFrom })
        break
      case 'delete':
        await run(graph, viewer, 'deleteMemory', { id: toId })
        break
      case 'restore':
        await run(graph, viewer, 'restoreMemory', { id: toId })
        break
      case 'remember':
        await remember(act)
        break
      case 'restrict':
        await run(graph, viewer, 'setRelationType', { name: act.type, isSingleValued: act.a < 3 })
        break
      case 'demand':
        await run(graph, viewer, 'updateMemoryType', { name: 'NOTE', schema: { required: [act.a < 2 ? 'x' : 'y'] } })
        break
    }
  }
}
