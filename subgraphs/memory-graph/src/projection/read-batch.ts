import type { Em } from '@graphmemory/database/database.ts'
import type { OperationKind } from '../graph-types.ts'
import { operationColumns, toOperation, type Operation } from '../operation.ts'

export const longestBatch = 5_000
const batchBytes = 16_000_000
/** So many changes of what is there already: the graph carries each out by itself, while new rows are made together. */
export const changesOfOld = 500

const newKinds: readonly OperationKind[] = ['MEMORY_CREATED', 'RELATION_CREATED']
const isOfOld = `kind not in (${newKinds.map((kind) => `'${kind}'`).join(', ')})`

/** Whether an operation changes what was there before it. */
export const changesOld = ({ kind }: { readonly kind: OperationKind }): boolean => !newKinds.includes(kind)

/** The next operations after a number, in order, as many as a graph applies well in one transaction; one at least. */
export async function readBatch(em: Em, afterSeq: number): Promise<Operation[]> {
  const rows = await em.execute<Operation[]>(
    `with next as (
        select seq, sum(pg_column_size(after)) over log as bytes, count(*) filter (where ${isOfOld}) over log as changes
        from graph.operation where seq > ? and seq <= ? window log as (order by seq)
      )
      select ${operationColumns} from graph.operation
      where seq > ? and seq <= greatest(?, (select max(seq) from next where bytes <= ? and changes <= ?)) order by seq`,
    [afterSeq, afterSeq + longestBatch, afterSeq, afterSeq + 1, batchBytes, changesOfOld],
  )
  return rows.map(toOperation)
}

/** How many operations after a number change what was there before them. */
export async function countChangesOfOld(em: Em, afterSeq: number): Promise<number> {
  const [counted] = await em.execute<{ count: number }[]>(
    `select count(*)::integer as count from graph.operation where seq > ? and ${isOfOld}`,
    [afterSeq],
  )
  return counted?.count ?? 0
}
