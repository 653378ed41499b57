import { badInput } from '@graphmemory/errors/client-error.ts'
import { authorize } from '@graphmemory/identity/permissions.ts'
import { changeMemory } from './change-memory.ts'
import type { Context } from './context.ts'
import { memoryEntity, type Memory } from './entities.ts'
import { memoryLimits } from '@graphmemory/schema/memory-limits.ts'
import { mergeMemoriesShape, maxAttachments } from './input-shapes.ts'
import { heldByDocument } from './live-document.ts'
import { loadMemory } from './load-current.ts'
import { moveRelations } from './move-relations.ts'
import { readInput } from './read-input.ts'
import { memoryOf } from './row-of-operation.ts'
import { seeAllSpaces } from './spaces/space-access.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import { writeGraph } from './write-graph.ts'

/**
 * Merges one memory into another: its relations move there, tags and attachments are united, and from then on the other
 * answers in its place. What it held stays in its history; restoring it takes its relations back.
 */
export async function mergeMemories(context: Context, given: unknown): Promise<{ readonly memory: Memory }> {
  authorize(context.viewer, 'update', 'memory')
  const { idempotencyKey, ...input } = readInput(mergeMemoriesShape, given)
  const { winnerId, loserId, expectedWinnerVersion, expectedLoserVersion } = input
  const request = {
    action: 'memory.merge',
    resource: { type: 'memory', id: winnerId },
    details: { loserId },
    idempotencyKey,
    input,
  } as const
  const memory = await writeGraph(context, { ...request, answerOf: memoryOf }, async (writing) => {
    const winner = await loadMemory(writing.em, winnerId, expectedWinnerVersion)
    const loser = await loadMemory(writing.em, loserId, expectedLoserVersion)
    // What is hidden from some would come where they see it, or the other way round.
    if ((winner.spaceId ?? null) !== (loser.spaceId ?? null))
      throw badInput('loserId', 'loserId: both lie in the same space, or in none')
    const tags = [...new Set([...winner.tags, ...loser.tags])]
    if (tags.length > memoryLimits.tags)
      throw badInput('loserId', `loserId: together they have more than ${memoryLimits.tags} tags`)
    const urls = new Set(winner.attachments.map(({ url }) => url))
    const attachments = [...winner.attachments, ...loser.attachments.filter(({ url }) => !urls.has(url))]
    if (attachments.length > maxAttachments)
      throw badInput('loserId', `loserId: together they have more than ${maxAttachments} attachments`)

    await seeAllSpaces(writing.em)
    await moveRelations(writing, loserId, winnerId)
    const changes = { ...changedBy(writing, loser), deletedAt: writing.at, mergedInto: winnerId }
    await writing.em.nativeUpdate(memoryEntity, { tenantId: writing.tenantId, id: loserId }, changes)
    const before = { ...toSnapshot(loser), mergedInto: winnerId }
    writing.log.append({ kind: 'MEMORY_MERGED', before, after: null })
    // A live document holds its memory's tags: its editors decide of them.
    const isHeld = heldByDocument(winner, { tags }) !== null
    return changeMemory(writing, winner, { ...(!isHeld && { tags }), attachments })
  })
  return { memory }
}
