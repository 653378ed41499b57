import type { Em } from '@graphmemory/database/database.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from './entities.ts'

/** The memories of these ids, in their order; null for what is not there, deleted, or another tenant's. */
export async function readMemories(em: Em, ids: readonly string[]): Promise<(Memory | null)[]> {
  const where = { id: { $in: [...new Set(ids)] }, deletedAt: null }
  return inOrder(ids, await em.find(memoryEntity, where, { disableIdentityMap: true }))
}

/** The relations of these ids, in their order; null for what is not there, deleted, or another tenant's. */
export async function readRelations(em: Em, ids: readonly string[]): Promise<(Relation | null)[]> {
  const where = { id: { $in: [...new Set(ids)] }, deletedAt: null }
  return inOrder(ids, await em.find(relationEntity, where, { disableIdentityMap: true }))
}

function inOrder<Row extends { readonly id: string }>(ids: readonly string[], rows: readonly Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
