import { memoryEntity, type Memory } from './entities.ts'
import { toSnapshot } from './snapshot.ts'
import { changedBy } from './stamps.ts'
import type { GraphWriting } from './write-graph.ts'

/** Changes fields of a memory: the row and the operation. */
export async function changeMemory(writing: GraphWriting, memory: Memory, fields: Partial<Memory>): Promise<Memory> {
  const changes = { ...fields, ...changedBy(writing, memory) }
  const changed = { ...memory, ...changes }
  await writing.em.nativeUpdate(memoryEntity, { tenantId: writing.tenantId, id: memory.id }, changes)
  writing.log.appendAnswer({ kind: 'MEMORY_UPDATED', before: toSnapshot(memory), after: toSnapshot(changed) })
  return changed
}
