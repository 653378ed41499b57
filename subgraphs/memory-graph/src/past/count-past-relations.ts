import type { Em } from '@graphmemory/database/database.ts'
import type { CountKey, RelationCounts } from '../count-relations.ts'
import { instantOf } from '../read-holding.ts'
import type { AsOf } from './as-of.ts'
import { pastRelations } from './past-relations.ts'

/** How many relations a memory had at a moment. */
export async function countPastRelations(
  em: Em,
  { memoryId, types, holding }: CountKey,
  asOf: AsOf,
): Promise<RelationCounts> {
  const at = instantOf(holding, asOf.at)
  const past = pastRelations({ memoryIds: [memoryId], direction: 'BOTH', types, at, asOf })
  const [counts] = await em.execute<RelationCounts[]>(
    `select count(*) filter (where from_id = ?)::integer as out, count(*) filter (where to_id = ?)::integer as in
       from ${past.sql} as relation`,
    [memoryId, memoryId, ...past.values],
  )
  return counts ?? { out: 0, in: 0 }
}
