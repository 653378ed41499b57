import { newId } from '@graphmemory/ids/new-id.ts'
import type { Context } from './context.ts'
import { memoryEntity, type Memory } from './entities.ts'
import { createMemoryShape } from './input-shapes.ts'
import { demandType } from './memory-types/check-memories.ts'
import { readInput } from './read-input.ts'
import { memoryOf } from './row-of-operation.ts'
import { demandSpace } from './spaces/space-access.ts'
import { toSnapshot } from './snapshot.ts'
import { madeBy } from './stamps.ts'
import { writeGraph } from './write-graph.ts'

export async function createMemory(context: Context, given: unknown): Promise<{ readonly memory: Memory }> {
  const { idempotencyKey, ...input } = readInput(createMemoryShape, given)
  const id = newId('mem')
  const request = { action: 'memory.create', resource: { type: 'memory', id }, idempotencyKey, input } as const
  const memory = await writeGraph(context, { ...request, answerOf: memoryOf }, async (writing) => {
    const row = {
      ...input,
      spaceId: input.spaceId ?? null,
      ...madeBy(writing),
      id,
      externalId: null,
      documentId: null,
      documentEpoch: null,
      documentSeq: null,
      mergedInto: null,
    }
    await demandSpace(writing.em, row.spaceId)
    await demandType(context, writing, row)
    await writing.em.insert(memoryEntity, row)
    writing.log.appendAnswer({ kind: 'MEMORY_CREATED', before: null, after: toSnapshot(row) })
    return row
  })
  return { memory }
}
