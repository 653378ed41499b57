import { ClientError } from '@graphmemory/errors/client-error.ts'
import { changeMemory } from './change-memory.ts'
import type { Context } from './context.ts'
import type { Memory } from './entities.ts'
import { attachDocumentShape } from './input-shapes.ts'
import { loadMemory } from './load-current.ts'
import { readInput } from './read-input.ts'
import { memoryOf } from './row-of-operation.ts'
import { writeGraph } from './write-graph.ts'

/** Ties a memory to a live document. Done again with the same document, it changes nothing; with another, it is `CONFLICT`. */
export async function attachDocument(context: Context, given: unknown): Promise<{ readonly memory: Memory }> {
  const { memoryId, documentId } = readInput(attachDocumentShape, given)
  const request = {
    action: 'memory.attach_document',
    resource: { type: 'memory', id: memoryId },
    details: { documentId },
  } as const
  const memory = await writeGraph(context, { ...request, answerOf: memoryOf }, async (writing) => {
    const current = await loadMemory(writing.em, memoryId)
    if (current.documentId === documentId) return current
    if (current.documentId !== null)
      throw new ClientError('CONFLICT', 'Another live document holds the content', { version: current.version })
    return changeMemory(writing, current, { documentId, documentEpoch: 0, documentSeq: 0 })
  })
  return { memory }
}
