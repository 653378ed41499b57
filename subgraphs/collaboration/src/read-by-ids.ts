import type { Em } from '@graphmemory/database/database.ts'

/** Where rows of one sort are kept, and what is made of each. */
export type Rows<Stored, Row> = {
  readonly columns: string
  readonly table: string
  readonly toRow: (stored: Stored) => Row
}

/** The tenant's rows with these ids, each at its place; null where there is none. */
export async function readByIds<Stored, Row extends { readonly id: string }>(
  em: Em,
  { columns, table, toRow }: Rows<Stored, Row>,
  ids: readonly string[],
): Promise<(Row | null)[]> {
  const rows = await em.execute<Stored[]>(
    `select ${columns} from ${table} where id in (select json_array_elements_text(?::json))`,
    [JSON.stringify(ids)],
  )
  const byId = new Map(rows.map(toRow).map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
