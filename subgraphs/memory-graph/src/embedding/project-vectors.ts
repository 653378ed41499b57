import type { Database } from '@graphmemory/database/database.ts'
import type { GraphEngine } from '../engine/engine.ts'
import { readEmbeddings, vectorsIn } from './embedding-store.ts'

const batchSize = 100

/** Brings the vectors of a tenant's graph up to those that are kept; answers whether it lacked some. */
export async function projectVectors(
  { database, engine, model }: { readonly database: Database; readonly engine: GraphEngine; readonly model: string },
  tenantId: string,
  signal: AbortSignal,
): Promise<boolean> {
  let isChanged = false
  for (let after = await engine.vectorSeq(tenantId, model); !signal.aborted;) {
    const from = after
    const rows = await database.withTenantId(tenantId, (em) => readEmbeddings(em, model, from, batchSize))
    const last = rows.at(-1)
    if (last === undefined) break
    const entries = rows.map((row) => ({ memoryId: row.memoryId, vectors: vectorsIn(row) }))
    const dimensions = entries.find(({ vectors }) => vectors.length > 0)?.vectors[0]?.length ?? 0
    after = await engine.putVectors(tenantId, { model, dimensions, after, upTo: last.memorySeq, entries })
    isChanged = true
  }
  return isChanged
}
