import type { Em } from '@graphmemory/database/database.ts'
import type { AsOf, MemoryAt, RelationAt } from './past/as-of.ts'
import { readPastMemories, readPastRelations } from './past/read-past-rows.ts'
import { readMemories, readRelations } from './read-rows.ts'

/** The rows of memories and relations as they are, or as they were at a moment. */
export async function readBoth(
  em: Em,
  memoryIds: readonly string[],
  relationIds: readonly string[],
  asOf: AsOf | undefined,
): Promise<{ memories: (MemoryAt | null)[]; relations: (RelationAt | null)[] }> {
  if (asOf === undefined)
    return { memories: await readMemories(em, memoryIds), relations: await readRelations(em, relationIds) }
  const keysOf = (ids: readonly string[]) => ids.map((id) => ({ id, asOf }))
  return {
    memories: await readPastMemories(em, keysOf(memoryIds)),
    relations: await readPastRelations(em, keysOf(relationIds)),
  }
}
