import { createHash } from 'node:crypto'
import type { Json } from '@graphmemory/audit-outbox/audit-record.ts'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { authorOf, type Author } from './author.ts'
import { findAnswered, keepAnswered, revived } from './answered-requests.ts'
import type { Context } from './context.ts'
import { openLog, type Log, type RepeatableRequest } from './operation-log.ts'
import type { Operation } from './operation.ts'

/** What a mutation says of itself. */
export type GraphRequest<Row> = {
  /** As the audit log names it, `memory.create`. */
  readonly action: string
  readonly resource: {
    readonly type: 'memory' | 'relation' | 'memory_type' | 'relation_type' | 'space'
    readonly id: string | null
  }
  readonly details?: Json
  readonly idempotencyKey?: string | null
  /** What was asked: a repeated key must come with the same. */
  readonly input?: unknown
  /** Leaves it to the caller to announce what was committed: only the graph of this process follows at once. */
  readonly isQuiet?: boolean
  /** The answer to a repeated request, from the operation that answered the first; `kept` where it is no part of the log. */
  readonly answerOf: ((operation: Operation, tenantId: string) => Row) | 'kept'
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
  const repeatable = repeatableRequest(request, author)

  const { row, seq, changes, isAccessChanged } = await context.withTenant(async (em) => {
    const log = await openLog(em, tenantId, author, repeatable)
    const earlier = await findEarlier(em, log, request, repeatable, tenantId)
    if (earlier !== null) return { row: earlier.row, seq: null, changes: [], isAccessChanged: false }
    await recordAudit(em, context.viewer, {
      type: 'data_modification',
      action: request.action,
      resource: request.resource,
      ...(request.details !== undefined && { details: request.details }),
    })
    const row = await work({ em, log, tenantId, author, at: log.at })
    if (request.answerOf === 'kept' && repeatable !== null) await keepAnswered(em, tenantId, repeatable, row)
    return { row, seq: await log.write(), changes: log.appended(), isAccessChanged: log.movesBetweenSpaces() }
  })
  if (isAccessChanged) context.announceAccess()
  if (seq !== null && request.isQuiet === true) context.followQuietly(changes)
  else if (seq !== null) context.announce(seq)
  return row
}

async function findEarlier<Row>(
  em: Em,
  log: Log,
  { answerOf }: GraphRequest<Row>,
  repeatable: RepeatableRequest | null,
  tenantId: string,
): Promise<{ readonly row: Row } | null> {
  if (repeatable === null) return null
  if (answerOf === 'kept') {
    const answer = await findAnswered(em, repeatable)
    return answer === null ? null : { row: revived(answer) as Row }
  }
  const earlier = await log.findAnswer()
  return earlier === null ? null : { row: answerOf(earlier, tenantId) }
}

/** Callers name their requests, each for himself. */
export function repeatableRequest(
  { action, idempotencyKey, input }: Pick<GraphRequest<unknown>, 'action' | 'idempotencyKey' | 'input'>,
  { kind, id }: Author,
): RepeatableRequest | null {
  if (idempotencyKey == null) return null
  const requestHash = createHash('sha256')
    .update(JSON.stringify([action, input]))
    .digest('base64url')
  return { operationId: `${kind}:${id}:${idempotencyKey}`, requestHash }
}
