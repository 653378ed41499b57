import { memoryEntity, relationEntity, type Memory } from './entities.ts'
import type { Context } from './context.ts'
import { deleteRelations } from './delete-relations.ts'
import { deleteShape } from './input-shapes.ts'
import { loadMemory } from './load-current.ts'
import { readInput } from './read-input.ts'
import { memoryOf } from './row-of-operation.ts'
import { seeAllSpaces } from './spaces/space-access.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import { writeGraph, type GraphWriting } from './write-graph.ts'

export async function deleteMemory(context: Context, given: unknown): Promise<{ readonly memory: Memory }> {
  const { idempotencyKey, ...input } = readInput(deleteShape, given)
  const { id, expectedVersion } = input
  const request = { action: 'memory.delete', resource: { type: 'memory', id }, idempotencyKey, input } as const
  const memory = await writeGraph(context, { ...request, answerOf: memoryOf }, async (writing) => {
    const current = await loadMemory(writing.em, id, expectedVersion)
    await seeAllSpaces(writing.em)
    await deleteRelationsOf(writing, id)
    const changes = { ...changedBy(writing, current), deletedAt: writing.at }
    await writing.em.nativeUpdate(memoryEntity, { tenantId: writing.tenantId, id }, changes)
    writing.log.appendAnswer({ kind: 'MEMORY_DELETED', before: toSnapshot(current), after: null })
    return { ...current, deletedAt: writing.at }
  })
  return { memory }
}

/** Deletes a memory's relations, each an operation before that of the memory, and marks them to be restored with it. */
async function deleteRelationsOf(writing: GraphWriting, memoryId: string): Promise<void> {
  const relations = await writing.em.find(
    relationEntity,
    { $or: [{ fromId: memoryId }, { toId: memoryId }], deletedAt: null },
    { disableIdentityMap: true, orderBy: { id: 'asc' } },
  )
  await deleteRelations(writing, relations, memoryId)
}
