import { z } from 'zod'
import type { Context } from './context.ts'
import { filterSql } from './filter-sql.ts'
import { tableAt, type MemoryConnection } from './list-memories.ts'

/** So many are counted; what is beyond is estimated. */
const countedUpTo = 1_000

export type EstimatedCount = { readonly count: number; readonly isExact: boolean }

const planShape = z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })])

/** About how many memories a filter lets through, at the same price however many there are. */
export async function estimateMemories(
  context: Context,
  { filter, asOf }: Pick<MemoryConnection, 'filter' | 'asOf'>,
): Promise<EstimatedCount> {
  const condition = filterSql(filter)
  const table = tableAt(asOf)
  const rows = `${table.sql} as memory where ${condition.sql}`
  const values = [...table.values, ...condition.values]
  return context.withTenant(async (em) => {
    const [counted] = await em.execute<{ count: number }[]>(
      `select count(*)::integer as count from (select from ${rows} limit ?) as first`,
      [...values, countedUpTo + 1],
    )
    const count = counted?.count ?? 0
    if (count <= countedUpTo) return { count, isExact: true }
    // The planner knows its tables by samples that it takes from time to time.
    const [explained] = await em.execute<{ 'QUERY PLAN': unknown }[]>(
      `explain (format json) select from ${rows}`,
      values,
    )
    const [{ Plan: plan }] = planShape.parse(explained?.['QUERY PLAN'])
    return { count: Math.max(count, plan['Plan Rows']), isExact: false }
  })
}
