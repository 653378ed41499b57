import type { Em } from '@graphmemory/database/database.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from './entities.ts'

/** The memories of these ids, in their order; null for what is not there, deleted, or another tenant's. */
export function readMemories(em: Em, ids: readonly string[]): Promise<(Memory | null)[]> {
  return inOrder(ids, ($in) => em.find(memoryEntity, { id: { $in }, deletedAt: null }, { disableIdentityMap: true }))
}

/** The relations of these ids, in their order; null for what is not there, deleted, or another tenant's. */
export function readRelations(em: Em, ids: readonly string[]): Promise<(Relation | null)[]> {
  return inOrder(ids, ($in) => em.find(relationEntity, { id: { $in }, deletedAt: null }, { disableIdentityMap: true }))
}

/** No ids ask nothing: a list of none has PostgreSQL look through the whole table. */
async function inOrder<Row extends { readonly id: string }>(
  ids: readonly string[],
  find: (ids: string[]) => Promise<readonly Row[]>,
): Promise<(Row | null)[]> {
  if (ids.length === 0) return []
  const byId = new Map((await find([...new Set(ids)])).map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
