import type { Em } from '@graphmemory/database/database.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from './entities.ts'

/** The memory to change. Throws `NOT_FOUND`, or `CONFLICT` where the caller has seen another version. */
export async function loadMemory(em: Em, id: string, expectedVersion: number | null = null): Promise<Memory> {
  const memory = await em.findOne(memoryEntity, { id, deletedAt: null }, { disableIdentityMap: true })
  if (memory === null) throw notFound('memory')
  return demandVersion(memory, expectedVersion)
}

/** The relation to change. Throws `NOT_FOUND`, or `CONFLICT` where the caller has seen another version. */
export async function loadRelation(em: Em, id: string, expectedVersion: number | null = null): Promise<Relation> {
  const relation = await em.findOne(relationEntity, { id, deletedAt: null }, { disableIdentityMap: true })
  if (relation === null) throw notFound('relation')
  return demandVersion(relation, expectedVersion)
}

function demandVersion<Row extends { readonly version: number }>(row: Row, expected: number | null): Row {
  if (expected === null || expected === row.version) return row
  throw new ClientError('CONFLICT', `This is at version ${row.version} and not ${expected}`, { version: row.version })
}
