import type { Em } from '@graphmemory/database/database.ts'
import { operationColumns, toOperation, type Operation } from './operation.ts'

/** The next operations of the tenant's log, in order, at most `limit`. */
export async function readLog(em: Em, afterSeq: number, limit: number): Promise<Operation[]> {
  const rows = await em.execute<Operation[]>(
    `select ${operationColumns} from graph.operation where seq > ? order by seq limit ?`,
    [afterSeq, limit],
  )
  return rows.map(toOperation)
}

/** The number of the tenant's last operation; 0 where there is none. */
export async function readHead(em: Em): Promise<number> {
  const [head] = await em.execute<{ seq: number }[]>('select seq from graph.head')
  return head?.seq ?? 0
}
