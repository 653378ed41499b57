import type { Context } from './context.ts'
import { relationEntity, type Relation } from './entities.ts'
import { deleteShape } from './input-shapes.ts'
import { loadRelation } from './load-current.ts'
import { readInput } from './read-input.ts'
import { relationOf } from './row-of-operation.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import { writeGraph } from './write-graph.ts'

export async function deleteRelation(context: Context, given: unknown): Promise<{ readonly relation: Relation }> {
  const { idempotencyKey, ...input } = readInput(deleteShape, given)
  const { id, expectedVersion } = input
  const request = { action: 'relation.delete', resource: { type: 'relation', id }, idempotencyKey, input } as const
  const relation = await writeGraph(context, { ...request, answerOf: relationOf }, async (writing) => {
    const current = await loadRelation(writing.em, id, expectedVersion)
    const changes = { ...changedBy(writing, current), deletedAt: writing.at }
    await writing.em.nativeUpdate(relationEntity, { tenantId: writing.tenantId, id }, changes)
    writing.log.appendAnswer({ kind: 'RELATION_DELETED', before: toSnapshot(current), after: null })
    return { ...current, deletedAt: writing.at }
  })
  return { relation }
}
