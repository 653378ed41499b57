import type { AuditRecord } from '@graphmemory/audit-outbox/audit-record.ts'
import { auditRecords } from '@graphmemory/audit-outbox/record-audits.ts'
import type { Database } from '@graphmemory/database/database.ts'
import { actorOf } from '@graphmemory/identity/identity.ts'
import type { Append, AppendResult, Author } from './document-log.ts'

/** A session does not hold the locks that an update of it names (any more): nothing of its group is stored. */
export class UnheldError extends Error {
  override readonly name = 'UnheldError'
}

/**
 * Stores a group of one tenant's updates, with their audit records, as one transaction in one round trip: by
 * `collab.append_entries`, which says how. Throws `UnheldError`.
 */
export async function appendEntries(
  database: Database,
  tenantId: string,
  group: readonly Append[],
): Promise<AppendResult[]> {
  const entries = group.map(({ documentId, epoch, payload, author, batchId }, n) => ({
    n,
    document_id: documentId,
    epoch,
    session_id: author.sessionId,
    batch_id: batchId,
    payload: Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('base64'),
  }))
  const locks = group.flatMap(({ documentId, author }) =>
    (author.locks ?? []).map(({ element, token }) => ({
      document_id: documentId,
      session_id: author.sessionId,
      element,
      token,
    })),
  )
  const stored = await database
    .callWithTenantId<{ n: number; seq: number }>(tenantId, 'collab.append_entries', [
      JSON.stringify(entries),
      recordsOf(group),
      locks.length === 0 ? null : JSON.stringify(locks),
    ])
    .catch((error: unknown) => {
      throw isUnheld(error) ? new UnheldError('a lock is lost', { cause: error }) : error
    })
  const seqs = new Map(stored.map(({ n, seq }) => [n, seq]))
  return group.map((_, n) => {
    const seq = seqs.get(n)
    return seq === undefined ? { kind: 'closed' } : { kind: 'stored', seq }
  })
}

const recordsOf = (group: readonly Append[]): string =>
  auditRecords(
    group
      .filter(({ batchId }) => batchId !== null)
      .map(({ documentId, epoch, payload, author }) => ({
        identity: author.identity,
        record: {
          type: 'collaboration',
          action: author.action,
          resource: { type: 'document', id: documentId },
          ...byWriter(author),
          details: {
            epoch,
            batchId: author.batchId,
            yjsClientId: author.yjsClientId,
            bytes: payload.length,
            ...author.details,
            ...(author.writer !== undefined && { givenBackBy: actorOf(author.identity) }),
          },
        },
      })),
  )

/** What is given back is its writer's; where it came from is told about who gave it back. */
function byWriter({ identity, writer }: Author): Pick<AuditRecord, 'actor' | 'subject'> {
  const { id } = actorOf(identity)
  return writer === undefined ? {} : { actor: writer, ...(id !== null && { subject: id }) }
}

/** As `collab.append_entries` says it. */
const isUnheld = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'GM001'
