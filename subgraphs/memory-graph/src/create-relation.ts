import { newId } from '@graphmemory/ids/new-id.ts'
import type { Context } from './context.ts'
import { relationEntity, type Relation } from './entities.ts'
import { createRelationShape } from './input-shapes.ts'
import { loadMemory } from './load-current.ts'
import { readInput } from './read-input.ts'
import { relationOf } from './row-of-operation.ts'
import { settleFact } from './settle-facts.ts'
import { toSnapshot } from './snapshot.ts'
import { madeBy } from './stamps.ts'
import { writeGraph } from './write-graph.ts'

export async function createRelation(context: Context, given: unknown): Promise<{ readonly relation: Relation }> {
  const { idempotencyKey, ...input } = readInput(createRelationShape, given)
  const id = newId('rel')
  const request = { action: 'relation.create', resource: { type: 'relation', id }, idempotencyKey, input } as const
  const relation = await writeGraph(context, { ...request, answerOf: relationOf }, async (writing) => {
    await loadMemory(writing.em, input.fromId)
    await loadMemory(writing.em, input.toId)
    const settled = await settleFact(writing, { ...input, id, contradicts: [] })
    const row = { ...input, ...settled, ...madeBy(writing), id, externalId: null, deletedWith: null }
    await writing.em.insert(relationEntity, row)
    writing.log.appendAnswer({ kind: 'RELATION_CREATED', before: null, after: toSnapshot(row) })
    return row
  })
  return { relation }
}
