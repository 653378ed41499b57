import type { Em } from '@graphmemory/database/database.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from './entities.ts'
import { demandWritable } from './spaces/space-access.ts'

/** The memory to change. Throws `NOT_FOUND`, `FORBIDDEN` where it lies in a space that the caller only reads, or `CONFLICT` where the caller has seen another version. */
export async function loadMemory(em: Em, id: string, expectedVersion: number | null = null): Promise<Memory> {
  const memory = await em.findOne(memoryEntity, { id, deletedAt: null }, { disableIdentityMap: true })
  if (memory === null) throw notFound('memory')
  await demandWritable(em, [memory])
  return demandVersion(memory, expectedVersion)
}

/** The relation to change: as `loadMemory` for both its ends. Throws `NOT_FOUND`, `FORBIDDEN`, or `CONFLICT` where the caller has seen another version. */
export async function loadRelation(em: Em, id: string, expectedVersion: number | null = null): Promise<Relation> {
  const relation = await em.findOne(relationEntity, { id, deletedAt: null }, { disableIdentityMap: true })
  if (relation === null) throw notFound('relation')
  const ends = { id: { $in: [relation.fromId, relation.toId] } }
  await demandWritable(em, await em.find(memoryEntity, ends, { fields: ['spaceId'], disableIdentityMap: true }))
  return demandVersion(relation, expectedVersion)
}

function demandVersion<Row extends { readonly version: number }>(row: Row, expected: number | null): Row {
  if (expected === null || expected === row.version) return row
  throw new ClientError('CONFLICT', `This is at version ${row.version} and not ${expected}`, { version: row.version })
}
