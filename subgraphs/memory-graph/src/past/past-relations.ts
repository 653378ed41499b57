import type { Em } from '@graphmemory/database/database.ts'
import type { Direction } from '../engine/engine.ts'
import type { Condition } from '../filter-sql.ts'
import { toRelation, type Snapshot } from '../snapshot.ts'
import type { AsOf, RelationAt } from './as-of.ts'

export type PastRelationsRequest = {
  readonly memoryIds: readonly string[]
  readonly direction: Direction
  readonly types: readonly string[] | null
  /** When they must hold, in milliseconds; null: whenever. */
  readonly at: number | null
  readonly asOf: AsOf
}

const [from, to] = [
  ['from_id', 'fromId'],
  ['to_id', 'toId'],
] as const
const sides = { OUT: [from], IN: [to], BOTH: [from, to] } as const
const listed = '(select jsonb_array_elements_text(?::jsonb))'

/**
 * The relations that memories had at a moment, as a table of their ids, ends and snapshots. They are found by the rows: by
 * their ends as they are, and by those that they were moved from. A relation's type never changes.
 */
export function pastRelations({ memoryIds, direction, types, at, asOf }: PastRelationsRequest): Condition {
  const columns = sides[direction]
  const ids = JSON.stringify(memoryIds)
  const instant = at === null ? null : new Date(at)
  const wanted = types === null ? null : JSON.stringify(types)
  return {
    sql: `(select present.tenant_id, present.id, after->>'fromId' as from_id, after->>'toId' as to_id, after
      from graph.relation as present
      cross join lateral (select after from graph.operation
        where relation_id = present.id and operation.seq <= ? order by operation.seq desc limit 1) as last
      where after is not null
        and (present.id in (select relation_id from graph.moved_relation where memory_id in ${listed})
          or ${columns.map(([column]) => `${column} in ${listed}`).join(' or ')})
        and (${columns.map(([, name]) => `after->>'${name}' in ${listed}`).join(' or ')})
        and (?::jsonb is null or ?::jsonb @> to_jsonb(type))
        and (?::timestamptz is null or (coalesce((after->>'validFrom')::timestamptz <= ?, true)
          and coalesce((after->>'validTo')::timestamptz > ?, true))))`,
    values: [
      asOf.seq,
      ids,
      ...columns.map(() => ids),
      ...columns.map(() => ids),
      wanted,
      wanted,
      instant,
      instant,
      instant,
    ],
  }
}

/** Those relations, newest first, after one of them; `limit` at most. */
export async function readPastRelationsOf(
  em: Em,
  request: PastRelationsRequest,
  { afterId, limit }: { readonly afterId: string | null; readonly limit: number },
): Promise<RelationAt[]> {
  const past = pastRelations(request)
  const rows = await em.execute<{ tenantId: string; after: Snapshot }[]>(
    `select tenant_id as "tenantId", after from ${past.sql} as relation where ?::text is null or id < ?
       order by id desc limit ?`,
    [...past.values, afterId, afterId, limit],
  )
  return rows.map(({ tenantId, after }) => ({ ...toRelation(tenantId, after), asOf: request.asOf }))
}
