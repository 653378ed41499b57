import { ClientError } from '@graphmemory/errors/client-error.ts'
import { changeMemory } from './change-memory.ts'
import type { Context } from './context.ts'
import type { Memory } from './entities.ts'
import { loadMemory } from './load-current.ts'
import { checkMemories } from './memory-types/check-memories.ts'
import { readInput } from './read-input.ts'
import { projectDocumentShape } from './projected-document.ts'
import { memoryOf } from './row-of-operation.ts'
import { writeGraph, type GraphWriting } from './write-graph.ts'

export type ProjectDocumentPayload = { readonly accepted: boolean; readonly memory: Memory }

/**
 * Takes over what a live document holds. Only what is newer by `(epoch, seq)` than what was taken over before is accepted,
 * so that projections may be repeated and come in any order.
 */
export async function projectDocument(context: Context, given: unknown): Promise<ProjectDocumentPayload> {
  const { memoryId, documentId, epoch, seq, content, title, tags, properties, editors } = readInput(
    projectDocumentShape,
    given,
  )
  const request = {
    action: 'memory.project_document',
    resource: { type: 'memory', id: memoryId },
    details: { documentId, epoch, seq, editors },
  } as const
  let accepted = false
  const memory = await writeGraph(context, { ...request, answerOf: memoryOf }, async (writing) => {
    const current = await loadMemory(writing.em, memoryId)
    if (current.documentId !== documentId)
      throw new ClientError('CONFLICT', 'This document is not attached to the memory', { version: current.version })
    accepted = isNewer([epoch, seq], [current.documentEpoch ?? 0, current.documentSeq ?? 0])
    if (!accepted) return current
    const isFitting = properties != null && (await isOfItsType(context, writing, { ...current, properties }))
    return changeMemory(writing, current, {
      content,
      ...(title != null && { title }),
      ...(tags != null && { tags }),
      ...(isFitting && { properties }),
      documentEpoch: epoch,
      documentSeq: seq,
    })
  })
  return { accepted, memory }
}

type Place = readonly [epoch: number, seq: number]
const isNewer = (place: Place, than: Place) => place[0] > than[0] || (place[0] === than[0] && place[1] > than[1])

/** Properties that are not as the memory's type demands stay in the document, as whatever else no memory may hold. */
async function isOfItsType(context: Context, writing: GraphWriting, memory: Memory): Promise<boolean> {
  const [problem] = await checkMemories(context, writing, [memory])
  return problem === null
}
