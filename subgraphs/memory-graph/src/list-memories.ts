import {
  readPage,
  toConnection,
  type Connection,
  type Keyset,
  type PageArguments,
} from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import type { MemoryFilter } from './engine/engine.ts'
import type { Memory } from './entities.ts'
import { filterSql, type Condition } from './filter-sql.ts'
import { readFilter } from './memory-filter.ts'
import { readAsOf, type AsOf, type MemoryAt } from './past/as-of.ts'
import { pastMemories } from './past/past-memories.ts'
import { readPastMemories } from './past/read-past-rows.ts'
import { readMemories } from './read-rows.ts'

export type MemorySort = 'CREATED_AT' | 'UPDATED_AT' | 'TITLE' | 'IMPORTANCE'
export type SortOrder = 'ASC' | 'DESC'

/** How each sort reads from a row, from a memory and from a cursor. All have an index. */
const sorts = {
  CREATED_AT: { column: 'created_at', cast: 'timestamptz', keyOf: ({ createdAt }: Memory) => createdAt.toISOString() },
  UPDATED_AT: { column: 'updated_at', cast: 'timestamptz', keyOf: ({ updatedAt }: Memory) => updatedAt.toISOString() },
  TITLE: { column: 'title collate "C"', cast: 'text', keyOf: ({ title }: Memory) => title },
  IMPORTANCE: {
    column: 'coalesce(importance, -1)',
    cast: 'double precision',
    keyOf: ({ importance }: Memory) => importance ?? -1,
  },
} as const

export type MemoryConnection = Connection<MemoryAt> & { readonly filter: MemoryFilter; readonly asOf: AsOf | undefined }

export async function listMemories(
  context: Context,
  given: PageArguments & {
    readonly filter?: unknown
    readonly sort: MemorySort
    readonly order: SortOrder
    readonly asOf?: unknown
  },
): Promise<MemoryConnection> {
  const filter = readFilter(given.filter)
  const page = readPage(given, 2)
  const asOf = await readAsOf(context, given.asOf)
  const table = tableAt(asOf)
  const { column, cast, keyOf } = sorts[given.sort]
  const [direction, beyond] = given.order === 'ASC' ? ['asc', '>'] : ['desc', '<']
  const condition = filterSql(filter)
  const after = page.after === null ? '' : `and (${column}, id) ${beyond} (?::${cast}, ?)`
  const memories = await context.withTenant(async (em) => {
    const rows = await em.execute<{ id: string }[]>(
      `select id from ${table.sql} as memory where ${condition.sql} ${after} order by ${column} ${direction}, id ${direction} limit ?`,
      [...table.values, ...condition.values, ...(page.after ?? []), page.limit + 1],
    )
    const ids = rows.map(({ id }) => id)
    return asOf === undefined
      ? readMemories(em, ids)
      : readPastMemories(
          em,
          ids.map((id) => ({ id, asOf })),
        )
  })
  const found = memories.filter((memory) => memory !== null)
  return { ...toConnection(found, page, (memory): Keyset => [keyOf(memory), memory.id]), filter, asOf }
}

/** The memories that are there now, or were at a moment. */
export const tableAt = (asOf: AsOf | undefined): Condition =>
  asOf === undefined ? { sql: 'graph.memory', values: [] } : pastMemories(asOf)

/** How many memories a filter lets through. */
export async function countMemories(
  context: Context,
  { filter, asOf }: Pick<MemoryConnection, 'filter' | 'asOf'>,
): Promise<number> {
  const table = tableAt(asOf)
  const { sql, values } = filterSql(filter)
  const [row] = await context.withTenant((em) =>
    em.execute<{ count: number }[]>(`select count(*)::integer as count from ${table.sql} as memory where ${sql}`, [
      ...table.values,
      ...values,
    ]),
  )
  return row?.count ?? 0
}
