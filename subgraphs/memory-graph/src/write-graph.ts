import { createHash } from 'node:crypto'
import type { Json } from '@graphmemory/audit-outbox/audit-record.ts'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { authorOf, type Author } from './author.ts'
import type { Context } from './context.ts'
import { openLog, type Log } from './operation-log.ts'
import type { Operation } from './operation.ts'

/** What a mutation says of itself. */
export type GraphRequest<Row> = {
  /** As the audit log names it, `memory.create`. */
  readonly action: string
  readonly resource: { readonly type: 'memory' | 'relation'; readonly id: string }
  readonly details?: Json
  readonly idempotencyKey?: string | null
  /** What was asked: a repeated key must come with the same. */
  readonly input?: unknown
  /** The answer to a repeated request, from the operation that answered the first. */
  readonly answerOf: (operation: Operation, tenantId: string) => Row
}

/** One transaction that changes the graph, after the tenant's log was locked. */
export type GraphWriting = {
  readonly em: Em
  readonly log: Log
  readonly tenantId: string
  readonly author: Author
  /** The time of every row and operation of this write; never before that of an earlier one. */
  readonly at: Date
}

/**
 * Changes the tenant's graph in one transaction: rows, log and audit record together or not at all. A tenant's writes
 * come one after another, so that what `work` reads stays true until it has written. A repeated idempotency key changes
 * nothing and answers as the first time; with another input it is `CONFLICT`.
 */
export async function writeGraph<Row>(
  context: Context,
  request: GraphRequest<Row>,
  work: (writing: GraphWriting) => Promise<Row>,
): Promise<Row> {
  const tenantId = tenantOf(context.viewer)
  const author = authorOf(context.viewer)
  const requestHash = request.idempotencyKey == null ? null : hashOf(request)
  const operationId =
    request.idempotencyKey == null ? newId('op') : `${author.kind}:${author.id}:${request.idempotencyKey}`

  const { row, seq } = await context.withTenant(async (em) => {
    const log = await openLog(em, tenantId, author, { operationId, requestHash })
    if (requestHash !== null) {
      const earlier = await log.findAnswer()
      if (earlier !== null) return { row: request.answerOf(sameRequest(earlier, requestHash), tenantId), seq: null }
    }
    await recordAudit(em, context.viewer, {
      type: 'data_modification',
      action: request.action,
      resource: request.resource,
      ...(request.details !== undefined && { details: request.details }),
    })
    const row = await work({ em, log, tenantId, author, at: log.at })
    return { row, seq: await log.commit() }
  })
  if (seq !== null) context.announce(seq)
  return row
}

function sameRequest(
  { operation, requestHash }: { readonly operation: Operation; readonly requestHash: string | null },
  expected: string,
): Operation {
  if (requestHash !== expected)
    throw new ClientError('CONFLICT', 'This idempotency key was used for another request', { field: 'idempotencyKey' })
  return operation
}

const hashOf = ({ action, input }: { readonly action: string; readonly input?: unknown }) =>
  createHash('sha256')
    .update(JSON.stringify([action, input]))
    .digest('base64url')
