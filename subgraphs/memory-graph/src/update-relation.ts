import type { Context } from './context.ts'
import { relationEntity, type Relation } from './entities.ts'
import { givenFields } from './given-fields.ts'
import { demandOrder, updateRelationShape } from './input-shapes.ts'
import { loadRelation } from './load-current.ts'
import { readInput } from './read-input.ts'
import { relationOf } from './row-of-operation.ts'
import { settleFact } from './settle-facts.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import { writeGraph } from './write-graph.ts'

export async function updateRelation(context: Context, given: unknown): Promise<{ readonly relation: Relation }> {
  const { idempotencyKey, ...input } = readInput(updateRelationShape, given)
  const { id, expectedVersion, ...rest } = input
  const fields = givenFields(rest)
  const request = {
    action: 'relation.update',
    resource: { type: 'relation', id },
    details: { fields: Object.keys(fields) },
    idempotencyKey,
    input,
  } as const
  const relation = await writeGraph(context, { ...request, answerOf: relationOf }, async (writing) => {
    const current = await loadRelation(writing.em, id, expectedVersion)
    demandOrder({ ...current, ...fields })
    const isMoved = fields.validFrom !== undefined || fields.validTo !== undefined
    const settled = isMoved ? await settleFact(writing, { ...current, ...fields }) : {}
    const changes = { ...fields, ...settled, ...changedBy(writing, current) }
    const changed = { ...current, ...changes }
    await writing.em.nativeUpdate(relationEntity, { tenantId: writing.tenantId, id }, changes)
    writing.log.appendAnswer({ kind: 'RELATION_UPDATED', before: toSnapshot(current), after: toSnapshot(changed) })
    return changed
  })
  return { relation }
}
