import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { memoryEntity, relationEntity, type Memory } from './entities.ts'
import { followMerges } from './follow-merges.ts'
import { restoreShape } from './input-shapes.ts'
import { demandDefined } from './memory-types/check-memories.ts'
import { moveRelationsBack } from './move-relations.ts'
import { readInput } from './read-input.ts'
import { memoryOf } from './row-of-operation.ts'
import { knownRelationTypes } from './relation-types.ts'
import { openFacts } from './settle-facts.ts'
import { demandSpace, seeAllSpaces } from './spaces/space-access.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import { saveRelations } from './transfer/save-rows.ts'
import { writeGraph, type GraphWriting } from './write-graph.ts'

export async function restoreMemory(context: Context, given: unknown): Promise<{ readonly memory: Memory }> {
  const { idempotencyKey, ...input } = readInput(restoreShape, given)
  const { id } = input
  const request = { action: 'memory.restore', resource: { type: 'memory', id }, idempotencyKey, input } as const
  const memory = await writeGraph(context, { ...request, answerOf: memoryOf }, async (writing) => {
    const current = await writing.em.findOne(memoryEntity, { id }, { disableIdentityMap: true })
    if (current === null) throw notFound('memory')
    if (current.deletedAt === null)
      throw new ClientError('CONFLICT', 'This memory is not deleted', { version: current.version })
    await demandDefined(writing, current)
    await demandSpace(writing.em, current.spaceId)
    const place = (await followMerges(writing.em, [id])).get(id)
    const changes = { ...changedBy(writing, current), deletedAt: null, mergedInto: null }
    const restored = { ...current, ...changes }
    await writing.em.nativeUpdate(memoryEntity, { tenantId: writing.tenantId, id }, changes)
    writing.log.appendAnswer({ kind: 'MEMORY_RESTORED', before: null, after: toSnapshot(restored) })
    await seeAllSpaces(writing.em)
    if (place !== undefined) await moveRelationsBack(writing, id, place)
    await restoreRelationsOf(writing, id)
    return restored
  })
  return { memory }
}

/** Restores the relations that were deleted with a memory. One whose other end is deleted waits for that end. */
async function restoreRelationsOf(writing: GraphWriting, memoryId: string): Promise<void> {
  const { em, tenantId } = writing
  await em.execute(
    `update graph.relation set deleted_with = other.id from graph.memory other
      where relation.tenant_id = ? and deleted_with = ? and other.tenant_id = relation.tenant_id
        and other.id = case when from_id = ? then to_id else from_id end and other.deleted_at is not null`,
    [tenantId, memoryId, memoryId],
    'run',
  )
  const relations = await em.find(
    relationEntity,
    { deletedWith: memoryId },
    { disableIdentityMap: true, orderBy: { id: 'asc' } },
  )
  const types = await knownRelationTypes(
    em,
    relations.map(({ type }) => type),
  )
  const facts = await openFacts(writing, types, relations)
  const restored = relations.map((relation) => {
    const settled = facts.settle(relation, 'YIELDS')
    const row = { ...relation, ...settled, ...changedBy(writing, relation), deletedAt: null, deletedWith: null }
    writing.log.append({ kind: 'RELATION_RESTORED', before: null, after: toSnapshot(row) })
    facts.put(row)
    return row
  })
  const rows = new Map([...restored, ...facts.ended()].map((row) => [row.id, row]))
  await saveRelations(em, [...rows.values()])
}
