import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import type { Rows } from './read-by-ids.ts'

/** Which of the rows are meant. */
export type Condition = { readonly where: string; readonly values: readonly unknown[] }

/** A page of rows of the viewer's tenant, the newest first: their ids ascend. */
export async function listNewest<Stored, Row extends { readonly id: string }>(
  { collaboration, viewer }: Context,
  { columns, table, toRow }: Rows<Stored, Row>,
  { where, values }: Condition,
  given: PageArguments,
): Promise<Connection<Row>> {
  const page = readPage(given, 1)
  const after = page.after?.[0] ?? null
  if (typeof after === 'number') throw badInput('after', 'not a cursor of this list')
  const rows = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<Stored[]>(
      `select ${columns} from ${table} where ${where} and (?::text is null or id < ?) order by id desc limit ?`,
      [...values, after, after, page.limit + 1],
    ),
  )
  return toConnection(rows.map(toRow), page, ({ id }) => [id])
}
