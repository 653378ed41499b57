import type { Database, Em } from '@graphmemory/database/database.ts'
import type { GraphMemory, GraphRelation } from '../engine/graph-rows.ts'
import type { GraphSource } from '../engine/engine.ts'
import { memoryEntity, relationEntity, type Memory, type Relation } from '../entities.ts'
import { columnsOf, type Column } from '../entity-columns.ts'
import { readHead } from '../read-log.ts'
import { toGraphMemory, toGraphRelation } from './graph-row.ts'

const pageSize = 2_000

/**
 * The rows to build a tenant's graph from, read a page a transaction, while others go on writing. A row that was written
 * after `seq` may be there as it is later: applying the log from `seq` on puts it right, since operations carry whole
 * rows. Relations written after `seq` are left out, so that none has an end which was not read.
 */
export async function graphSource(database: Database, tenantId: string): Promise<GraphSource> {
  const seq = await database.withTenantId(tenantId, readHead)

  const readMemories = (after: string) =>
    database.withTenantId(tenantId, async (em) =>
      (await readPage<Memory>(em, columnsOf(em, memoryEntity), 'graph.memory', after, null)).map(toGraphMemory),
    )
  const readRelations = (after: string) =>
    database.withTenantId(tenantId, async (em) =>
      (await readPage<Relation>(em, columnsOf(em, relationEntity), 'graph.relation', after, seq)).map(toGraphRelation),
    )

  return { seq, memories: inPages<GraphMemory>(readMemories), relations: inPages<GraphRelation>(readRelations) }
}

async function* inPages<Row extends { readonly id: string }>(
  read: (after: string) => Promise<Row[]>,
): AsyncIterable<Row> {
  for (let after = ''; ;) {
    const page = await read(after)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    after = last.id
  }
}

/** Rows as they are, which costs a third of what it takes to make entities of them. Instants come as milliseconds. */
async function readPage<Row extends Memory | Relation>(
  em: Em,
  columns: readonly Column[],
  table: 'graph.memory' | 'graph.relation',
  after: string,
  upToSeq: number | null,
): Promise<Row[]> {
  const instants = columns.filter(({ type }) => type === 'timestamptz').map(({ name }) => name)
  const selected = columns.map(({ name, column, type }) =>
    type === 'timestamptz' ? `(extract(epoch from ${column}) * 1000)::float8 as "${name}"` : `${column} as "${name}"`,
  )
  // In the order of the key: where the planner knows little of the tenant, it would sort all rows anew for every page.
  await em.execute(`select set_config('enable_sort', 'off', true)`)
  const rows = await em.execute<Record<string, unknown>[]>(
    `select ${selected.join(', ')} from ${table}
      where id > ? and deleted_at is null and (?::integer is null or seq <= ?) order by id limit ?`,
    [after, upToSeq, upToSeq, pageSize],
  )
  for (const row of rows) {
    for (const name of instants) {
      const milliseconds = row[name]
      if (typeof milliseconds === 'number') row[name] = new Date(milliseconds)
    }
  }
  return rows as unknown as Row[]
}
