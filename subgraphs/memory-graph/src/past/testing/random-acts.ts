import fc from 'fast-check'
import type { User } from '@graphmemory/identity/identity.ts'
import type { Operation } from '../../operation.ts'
import { readLog } from '../../read-log.ts'
import type { TestGraph } from '../../testing/start-graph.ts'

export const mutation = (type: string, field: string, row: string) =>
  `mutation ($input: ${type}!) { ${field}(input: $input) { ${row} } }`
export const updateMemory = mutation('UpdateMemoryInput', 'updateMemory', 'memory { id }')
export const deleteMemory = mutation('DeleteMemoryInput', 'deleteMemory', 'memory { id }')
const restoreMemory = mutation('RestoreMemoryInput', 'restoreMemory', 'memory { id }')
const mergeMemories = mutation('MergeMemoriesInput', 'mergeMemories', 'memory { id }')
const updateRelation = mutation('UpdateRelationInput', 'updateRelation', 'relation { id }')
export const deleteRelation = mutation('DeleteRelationInput', 'deleteRelation', 'relation { id }')

/** All that was written down of a tenant. */
export const logOf = (graph: TestGraph, { tenantId }: User): Promise<Operation[]> =>
  graph.database.withTenantId(String(tenantId), (em) => readLog(em, 0, 10_000))

/** One random act on a tenant: whom it meets is chosen by number from what there is. */
type Act = { readonly kind: (typeof kinds)[number]; readonly a: number; readonly b: number; readonly type: string }
const kinds = ['create', 'change', 'delete', 'restore', 'merge', 'relate', 'relate', 'reweigh', 'part'] as const
export const anyAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(...kinds),
  a: fc.nat(4),
  b: fc.nat(4),
  type: fc.constantFrom('SUPPORTS', 'IS_AT', 'PRECEDES', 'PART_OF'),
})

export async function perform(
  graph: TestGraph,
  viewer: User,
  { kind, a, b, type }: Act,
  memories: string[],
  relations: string[],
) {
  const [id, other, relation] = [
    memories[a % memories.length],
    memories[b % memories.length],
    relations[a % relations.length],
  ]
  const input = { id }
  switch (kind) {
    case 'create':
      memories.push(await graph.remember(viewer, `M${memories.length}`))
      return
    case 'change':
      return void (await graph.ask(viewer, updateMemory, { input: { ...input, title: `T${b}`, tags: [`t${a}`] } }))
    case 'delete':
      return void (await graph.ask(viewer, deleteMemory, { input }))
    case 'restore':
      return void (await graph.ask(viewer, restoreMemory, { input }))
    case 'merge':
      return void (await graph.ask(viewer, mergeMemories, { input: { winnerId: other, loserId: id } }))
    case 'relate': {
      type Made = { createRelation: { relation: { id: string } } } | null
      const create = mutation('CreateRelationInput', 'createRelation', 'relation { id }')
      const { data } = await graph.ask(viewer, create, { input: { fromId: id, toId: other, type } })
      const made = data as Made
      if (made !== null) relations.push(made.createRelation.relation.id)
      return
    }
    case 'reweigh':
      return void (await graph.ask(viewer, updateRelation, { input: { id: relation, weight: b / 4 } }))
    case 'part':
      return void (await graph.ask(viewer, deleteRelation, { input: { id: relation } }))
  }
}
