import type { Database } from '@graphmemory/database/database.ts'
import type { GraphMemory, GraphRelation } from '../engine/graph-rows.ts'
import type { GraphSource } from '../engine/engine.ts'
import { memoryEntity, relationEntity } from '../entities.ts'
import { readHead } from '../read-log.ts'
import { toGraphMemory, toGraphRelation } from './graph-row.ts'

const pageSize = 2_000

/**
 * The rows to build a tenant's graph from, read a page a transaction, while others go on writing. A row that was written
 * after `seq` may be there as it is later: applying the log from `seq` on puts it right, since operations carry whole
 * rows. Relations written after `seq` are left out, so that none has an end which was not read.
 */
export async function graphSource(database: Database, tenantId: string): Promise<GraphSource> {
  const seq = await database.withTenantId(tenantId, readHead)

  const readMemories = (after: string) =>
    database.withTenantId(tenantId, async (em) => {
      const where = { id: { $gt: after }, deletedAt: null }
      const options = { orderBy: { id: 'asc' }, limit: pageSize, disableIdentityMap: true } as const
      return (await em.find(memoryEntity, where, options)).map(toGraphMemory)
    })
  const readRelations = (after: string) =>
    database.withTenantId(tenantId, async (em) => {
      const where = { id: { $gt: after }, deletedAt: null, seq: { $lte: seq } }
      const options = { orderBy: { id: 'asc' }, limit: pageSize, disableIdentityMap: true } as const
      return (await em.find(relationEntity, where, options)).map(toGraphRelation)
    })

  return { seq, memories: inPages<GraphMemory>(readMemories), relations: inPages<GraphRelation>(readRelations) }
}

async function* inPages<Row extends { readonly id: string }>(
  read: (after: string) => Promise<Row[]>,
): AsyncIterable<Row> {
  for (let after = ''; ;) {
    const page = await read(after)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    after = last.id
  }
}
