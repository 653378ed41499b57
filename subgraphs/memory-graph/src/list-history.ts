import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import { operationColumns, toOperation, type Operation } from './operation.ts'
import type { MemoryAt } from './past/as-of.ts'

export type OperationConnection = Connection<Operation>

/** What was done to a memory, newest first. */
export async function listHistory(
  { id, asOf }: Pick<MemoryAt, 'id' | 'asOf'>,
  given: PageArguments,
  context: Context,
): Promise<OperationConnection> {
  const page = readPage(given, 1)
  const rows = await context.withTenant((em) =>
    em.execute<Operation[]>(
      `select ${operationColumns} from graph.operation where memory_id = ? and (?::integer is null or seq < ?)
        and (?::integer is null or seq <= ?)
        order by seq desc limit ?`,
      [id, page.after?.[0] ?? null, page.after?.[0] ?? null, asOf?.seq ?? null, asOf?.seq ?? null, page.limit + 1],
    ),
  )
  return toConnection(rows.map(toOperation), page, ({ seq }) => [seq])
}
