import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'

type Count = { readonly type: string; readonly count: number }
/** How much a tenant's graph holds, and of what. */
export type GraphStatistics = {
  readonly memories: number
  readonly relations: number
  readonly memoryTypes: readonly Count[]
  readonly relationTypes: readonly Count[]
}
export type DayOfGrowth = { readonly day: string; readonly memories: number; readonly relations: number }

const maxDays = 366

export async function graphStatistics(context: Context): Promise<GraphStatistics> {
  const [memoryTypes, relationTypes] = await context.withTenant(async (em) => [
    await em.execute<Count[]>(
      `select type, count(*)::integer as count from graph.memory where deleted_at is null
         group by type order by count(*) desc, type`,
    ),
    await em.execute<Count[]>(
      `select type, count(*)::integer as count from graph.relation where deleted_at is null
         group by type order by count(*) desc, type`,
    ),
  ])
  const total = (counts: readonly Count[] = []) => counts.reduce((sum, { count }) => sum + count, 0)
  return {
    memories: total(memoryTypes),
    relations: total(relationTypes),
    memoryTypes: memoryTypes ?? [],
    relationTypes: relationTypes ?? [],
  }
}

/** What is there today of what was made on each of the last days (UTC), oldest first; today is the last. */
export async function growthPerDay(context: Context, { days }: { readonly days: number }): Promise<DayOfGrowth[]> {
  if (days < 1 || days > maxDays) throw badInput('days', `days is 1 to ${maxDays}`)
  const today = new Date().toISOString().slice(0, 10)
  return context.withTenant((em) =>
    em.execute<DayOfGrowth[]>(
      `select to_char(day, 'YYYY-MM-DD') as day,
         (select count(*)::integer from graph.memory where deleted_at is null
            and created_at >= day at time zone 'UTC' and created_at < (day + interval '1 day') at time zone 'UTC') as memories,
         (select count(*)::integer from graph.relation where deleted_at is null
            and created_at >= day at time zone 'UTC' and created_at < (day + interval '1 day') at time zone 'UTC') as relations
         from generate_series(?::timestamp - ?::integer * interval '1 day', ?::timestamp, interval '1 day') as day
         order by day`,
      [today, days - 1, today],
    ),
  )
}
