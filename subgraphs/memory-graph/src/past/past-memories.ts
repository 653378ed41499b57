import type { Em } from '@graphmemory/database/database.ts'
import type { MemoryFilter } from '../engine/engine.ts'
import { filterSql, type Condition } from '../filter-sql.ts'
import { memoryEntity } from '../entities.ts'
import { columnNames } from '../entity-columns.ts'
import type { AsOf } from './as-of.ts'

const snapshot = [...columnNames(memoryEntity.properties)].map(([name, column]) => `'${column}', after->'${name}'`)

/**
 * The memories that were there at a moment, as a table with the columns of `graph.memory`: rows that have not changed
 * since, and of the others what the log says.
 */
export const pastMemories = ({ seq }: AsOf): Condition => ({
  sql: `(select present.* from graph.memory as present where present.seq <= ? and present.deleted_at is null
    union all
    select past.* from graph.memory as present
      cross join lateral (select after from graph.operation
        where memory_id = present.id and operation.seq <= ? order by operation.seq desc limit 1) as last
      cross join lateral jsonb_populate_record(null::graph.memory, jsonb_build_object(${snapshot.join(', ')})) as past
      where present.seq > ? and after is not null)`,
  values: [seq, seq, seq],
})

/** Those of these memories that were there at a moment and met a filter. */
export async function admittedThen(
  em: Em,
  ids: readonly string[],
  filter: MemoryFilter,
  asOf: AsOf,
): Promise<string[]> {
  const [table, condition] = [pastMemories(asOf), filterSql(filter)]
  const rows = await em.execute<{ id: string }[]>(
    `select id from ${table.sql} as memory where id in (select jsonb_array_elements_text(?::jsonb)) and ${condition.sql}`,
    [...table.values, JSON.stringify(ids), ...condition.values],
  )
  return rows.map(({ id }) => id)
}
