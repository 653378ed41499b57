import { recordAudits } from '@graphmemory/audit-outbox/record-audits.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { areHeld } from './locks/element-lock.ts'
import type { Append, AppendResult } from './document-log.ts'

/** A session does not hold the locks that an update of it names (any more): nothing of its group is stored. */
export class UnheldError extends Error {
  override readonly name = 'UnheldError'
}

/** Whoever takes a lock must lock the document's row first: between this and the commit, nobody can. */
async function demandLocks(em: Em, group: readonly Append[]): Promise<void> {
  const fenced = group.filter(({ author }) => author.locks !== undefined && author.locks.length > 0)
  if (fenced.length === 0) return
  await em.execute(
    'select id from collab.document where id in (select json_array_elements_text(?::json)) order by id for update',
    [JSON.stringify(group.map(({ documentId }) => documentId))],
  )
  for (const { documentId, author } of fenced)
    if (!(await areHeld(em, documentId, author.sessionId, author.locks ?? []))) throw new UnheldError('a lock is lost')
}

/**
 * Stores a group of one tenant's updates, with their audit records, in the transaction of `em`: numbers are given out
 * under the lock of each document's row, which all nodes take in the same order.
 */
export async function appendEntries(em: Em, group: readonly Append[]): Promise<AppendResult[]> {
  await demandLocks(em, group)
  await recordAudits(
    em,
    group
      .filter(({ batchId }) => batchId !== null)
      .map(({ documentId, epoch, payload, author }) => ({
        identity: author.identity,
        record: {
          type: 'collaboration',
          action: author.action,
          resource: { type: 'document', id: documentId },
          details: {
            epoch,
            batchId: author.batchId,
            yjsClientId: author.yjsClientId,
            bytes: payload.length,
            ...author.details,
          },
        },
      })),
  )
  const rows = group.map(({ documentId, epoch, payload, author, batchId }, n) => ({
    n,
    document_id: documentId,
    epoch,
    session_id: author.sessionId,
    batch_id: batchId,
    payload: Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('base64'),
  }))
  const stored = await em.execute<{ n: number; seq: number }[]>(
    `with batch as materialized (
       select * from json_to_recordset(?::json)
         as b(n integer, document_id text, epoch integer, session_id text, batch_id text, payload text)
     ), added as (
       select document_id, epoch, count(*)::integer as count from batch group by document_id, epoch
     ), locked as materialized (
       select id from collab.document where id in (select document_id from added) order by id for update
     ), head as (
       update collab.document d
       set head_seq = d.head_seq + a.count, edited_at = now(), unprojected_since = coalesce(d.unprojected_since, now())
       from added a join locked l on l.id = a.document_id
       where d.id = a.document_id and d.epoch = a.epoch
       returning d.id, d.tenant_id, d.epoch, d.head_seq - a.count as base
     ), numbered as (
       select b.*, h.tenant_id, h.base + row_number() over (partition by b.document_id order by b.n)::integer as seq
       from batch b join head h on h.id = b.document_id and h.epoch = b.epoch
     ), stored as (
       insert into collab.entry (tenant_id, document_id, epoch, seq, session_id, batch_id, payload)
       select tenant_id, document_id, epoch, seq, session_id, batch_id, decode(payload, 'base64') from numbered
     )
     select n, seq from numbered`,
    [JSON.stringify(rows)],
  )
  const seqs = new Map(stored.map(({ n, seq }) => [n, seq]))
  return group.map((_, n) => {
    const seq = seqs.get(n)
    return seq === undefined ? { kind: 'closed' } : { kind: 'stored', seq }
  })
}
