import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'

type Count = { readonly type: string; readonly count: number }
type Counts = {
  readonly memories: number
  readonly relations: number
  readonly memoryTypes: readonly Count[]
  readonly relationTypes: readonly Count[]
}
/** How much a tenant's graph holds, and of what. */
export type GraphStatistics = Counts
export type DayOfGrowth = Counts & { readonly day: string }

const maxDays = 366
const msPerDay = 86_400_000

export async function graphStatistics(context: Context): Promise<GraphStatistics> {
  return context.withTenant(async (em) => {
    const ofType = (table: string) =>
      em.execute<Count[]>(
        `select type, count(*)::integer as count from ${table} where deleted_at is null
           group by type order by count(*) desc, type`,
      )
    return summed(await ofType('graph.memory'), await ofType('graph.relation'))
  })
}

/** What is there today of what was made on each of the last days (UTC), oldest first; today is the last. */
export async function growthPerDay(context: Context, { days }: { readonly days: number }): Promise<DayOfGrowth[]> {
  if (days < 1 || days > maxDays) throw badInput('days', `days is 1 to ${maxDays}`)
  const now = Date.now()
  const lastDays = Array.from({ length: days }, (_, i) => dayOf(now - (days - 1 - i) * msPerDay))
  return context.withTenant(async (em) => {
    const memories = await countsPerDay(em, 'graph.memory', lastDays)
    const relations = await countsPerDay(em, 'graph.relation', lastDays)
    return lastDays.map((day) => ({ day, ...summed(memories.get(day), relations.get(day)) }))
  })
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

async function countsPerDay(em: Em, table: string, days: readonly string[]): Promise<Map<string, Count[]>> {
  const rows = await em.execute<(Count & { day: string })[]>(
    `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day, type, count(*)::integer as count
       from ${table} where deleted_at is null and created_at >= ?::timestamp at time zone 'UTC'
       group by day, type order by count(*) desc, type`,
    [days[0]],
  )
  return Map.groupBy(rows, ({ day }) => day)
}

function summed(memoryTypes: readonly Count[] = [], relationTypes: readonly Count[] = []): Counts {
  const total = (counts: readonly Count[]) => counts.reduce((sum, { count }) => sum + count, 0)
  return { memories: total(memoryTypes), relations: total(relationTypes), memoryTypes, relationTypes }
}
