import type { Database } from '@graphmemory/database/database.ts'
import type { GraphShape } from './analysis.ts'

const maxMemories = 1_000_000
const pageSize = 20_000

/** Facts that have ended, or have not begun, take no part. */
const holds = 'and (valid_from is null or valid_from <= now()) and (valid_to is null or valid_to > now())'

/** A tenant's graph as rows have it now, read a page a transaction; a relation counts when both its memories do. */
export async function readShape(database: Database, tenantId: string, signal: AbortSignal): Promise<GraphShape> {
  const places = new Map<string, number>()
  const rows = <Row extends { readonly id: string }>(columns: string, table: 'memory' | 'relation') =>
    inPages<Row>(signal, (after) =>
      database.withTenantId(tenantId, (em) =>
        em.execute<Row[]>(
          `select ${columns} from graph.${table} where id > ? and deleted_at is null ${table === 'relation' ? holds : ''}
             order by id limit ${pageSize}`,
          [after],
        ),
      ),
    )
  for await (const { id } of rows<{ readonly id: string }>('id', 'memory')) {
    if (places.size >= maxMemories) throw new Error(`a graph of over ${maxMemories} memories is not analysed here`)
    places.set(id, places.size)
  }
  const [from, to, weights]: [number[], number[], number[]] = [[], [], []]
  type Edge = { readonly id: string; readonly fromId: string; readonly toId: string; readonly weight: number }
  for await (const edge of rows<Edge>('id, from_id as "fromId", to_id as "toId", weight', 'relation')) {
    const [source, target] = [places.get(edge.fromId), places.get(edge.toId)]
    if (source === undefined || target === undefined) continue
    from.push(source)
    to.push(target)
    weights.push(edge.weight)
  }
  return {
    ids: [...places.keys()],
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    weights: Float64Array.from(weights),
  }
}

async function* inPages<Row extends { readonly id: string }>(
  signal: AbortSignal,
  read: (after: string) => Promise<readonly Row[]>,
): AsyncIterable<Row> {
  for (let after: string | undefined = ''; after !== undefined;) {
    signal.throwIfAborted()
    const page: readonly Row[] = await read(after)
    yield* page
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  }
}
