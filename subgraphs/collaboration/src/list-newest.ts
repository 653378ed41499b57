import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'

/** Which rows make a list: a table with ascending ids, and a condition with its values. */
export type Listed<Stored, Row> = {
  readonly columns: string
  readonly table: string
  readonly where: string
  readonly values: readonly unknown[]
  readonly toRow: (stored: Stored) => Row
}

/** A page of rows of the viewer's tenant, the newest first. */
export async function listNewest<Stored, Row extends { readonly id: string }>(
  { collaboration, viewer }: Context,
  given: PageArguments,
  { columns, table, where, values, toRow }: Listed<Stored, Row>,
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
