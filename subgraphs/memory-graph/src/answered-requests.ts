import { z } from 'zod'
import type { Em } from '@graphmemory/database/database.ts'
import { anotherRequest, type RepeatableRequest } from './operation-log.ts'

/**
 * What was answered to this request when it came first; null where it comes for the first time. Throws `CONFLICT` where its
 * name stood for another one, be that in the graph's log.
 */
export async function findAnswered(em: Em, { operationId, requestHash }: RepeatableRequest): Promise<unknown> {
  const [row] = await em.execute<{ requestHash: string | null; answer: unknown }[]>(
    `select request_hash as "requestHash", answer from graph.answered_request where op_id = ?
     union all select null, null from graph.operation where op_id = ?`,
    [operationId, operationId],
  )
  if (row === undefined) return null
  if (row.requestHash !== requestHash) throw anotherRequest()
  return row.answer
}

/** Keeps an answer, unless there is one. */
export async function keepAnswered(
  em: Em,
  tenantId: string,
  { operationId, requestHash }: RepeatableRequest,
  answer: unknown,
): Promise<void> {
  await em.execute(
    `insert into graph.answered_request (tenant_id, op_id, request_hash, answer) values (?, ?, ?, ?::jsonb)
     on conflict do nothing`,
    [tenantId, operationId, requestHash, JSON.stringify(answer)],
    'run',
  )
}

const times = z.looseObject({ createdAt: z.coerce.date().optional(), updatedAt: z.coerce.date().nullish() })

/** A row as it was kept. */
export const revived = (answer: unknown): unknown => times.parse(answer)
