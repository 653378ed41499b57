import type { Condition } from '../filter-sql.ts'
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
