import { changeMemory } from './change-memory.ts'
import type { Context } from './context.ts'
import type { Memory } from './entities.ts'
import { givenFields } from './given-fields.ts'
import { demandOrder, updateMemoryShape } from './input-shapes.ts'
import { demandNotHeld } from './live-document.ts'
import { loadMemory } from './load-current.ts'
import { demandType } from './memory-types/check-memories.ts'
import { readInput } from './read-input.ts'
import { memoryOf } from './row-of-operation.ts'
import { demandSpace } from './spaces/space-access.ts'
import { writeGraph } from './write-graph.ts'

export async function updateMemory(context: Context, given: unknown): Promise<{ readonly memory: Memory }> {
  const { idempotencyKey, ...input } = readInput(updateMemoryShape, given)
  const { id, expectedVersion, ...rest } = input
  const fields = givenFields(rest)
  const request = {
    action: 'memory.update',
    resource: { type: 'memory', id },
    details: { fields: Object.keys(fields) },
    idempotencyKey,
    input,
  } as const
  const memory = await writeGraph(context, { ...request, answerOf: memoryOf }, async (writing) => {
    const current = await loadMemory(writing.em, id, expectedVersion)
    demandNotHeld(current, fields)
    demandOrder({ ...current, ...fields })
    if (fields.spaceId !== current.spaceId) await demandSpace(writing.em, fields.spaceId)
    if (fields.type !== undefined || fields.properties !== undefined)
      await demandType(context, writing, { ...current, ...fields })
    return changeMemory(writing, current, fields)
  })
  return { memory }
}
