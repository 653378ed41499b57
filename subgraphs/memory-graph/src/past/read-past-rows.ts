import type { Em } from '@graphmemory/database/database.ts'
import { toMemory, toRelation, type Snapshot } from '../snapshot.ts'
import type { AsOf, MemoryAt, RelationAt } from './as-of.ts'

/** Which row, as it was when. */
export type PastKey = { readonly id: string; readonly asOf: AsOf }
type Past = { readonly tenantId: string; readonly id: string; readonly seq: number; readonly after: Snapshot }

/** Memories as they were, in the order of the keys; null for what was not there, or deleted then. */
export async function readPastMemories(em: Em, keys: readonly PastKey[]): Promise<(MemoryAt | null)[]> {
  return inOrder(keys, await read(em, 'memory_id', keys), ({ tenantId, after }, asOf) => ({
    ...toMemory(tenantId, after),
    asOf,
  }))
}

/** Relations as they were, in the order of the keys; null for what was not there, or deleted then. */
export async function readPastRelations(em: Em, keys: readonly PastKey[]): Promise<(RelationAt | null)[]> {
  return inOrder(keys, await read(em, 'relation_id', keys), ({ tenantId, after }, asOf) => ({
    ...toRelation(tenantId, after),
    asOf,
  }))
}

/** As `readPastMemories`; one that was merged into another by then is answered by that one. */
export async function readStandingPastMemories(em: Em, keys: readonly PastKey[]): Promise<(MemoryAt | null)[]> {
  const found = await readPastMemories(em, keys)
  const standing = found.map(async (memory, index) => {
    const key = keys[index]
    if (memory !== null || key === undefined) return memory
    const place = await followPastMerges(em, key)
    return place === null ? null : ((await readPastMemories(em, [{ ...key, id: place }]))[0] ?? null)
  })
  return Promise.all(standing)
}

/** Which memory answered in the place of one that was merged then, be that taken back since; null where none did. */
async function followPastMerges(em: Em, { id, asOf: { seq } }: PastKey): Promise<string | null> {
  const last = (of: string) => `cross join lateral (select kind, before ->> 'mergedInto' as place from graph.operation
    where memory_id = ${of} and operation.seq <= ? order by operation.seq desc limit 1) as last`
  const [found] = await em.execute<{ place: string }[]>(
    `with recursive step (place, length) as (
       select last.place, 1 from (select ?::text as id) as wanted ${last('wanted.id')} where kind = 'MEMORY_MERGED'
       union all
       select last.place, length + 1 from step ${last('step.place')} where kind = 'MEMORY_MERGED'
     ) select place from step order by length desc limit 1`,
    [id, seq, seq],
  )
  return found?.place ?? null
}

function read(em: Em, column: 'memory_id' | 'relation_id', keys: readonly PastKey[]): Promise<Past[]> {
  return em.execute<Past[]>(
    `select tenant_id as "tenantId", wanted.id, wanted.seq, after
       from json_to_recordset(?::json) as wanted (id text, seq integer)
       cross join lateral (select tenant_id, after from graph.operation
         where ${column} = wanted.id and operation.seq <= wanted.seq order by operation.seq desc limit 1) as last
       where after is not null`,
    [JSON.stringify(keys.map(({ id, asOf }) => ({ id, seq: asOf.seq })))],
  )
}

function inOrder<Row>(
  keys: readonly PastKey[],
  found: readonly Past[],
  toRow: (past: Past, asOf: AsOf) => Row,
): (Row | null)[] {
  const byKey = new Map(found.map((past) => [`${past.seq} ${past.id}`, past]))
  return keys.map(({ id, asOf }) => {
    const past = byKey.get(`${asOf.seq} ${id}`)
    return past === undefined ? null : toRow(past, asOf)
  })
}
