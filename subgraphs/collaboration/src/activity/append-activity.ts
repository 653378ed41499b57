import type { Em } from '@graphmemory/database/database.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import type { KnownActor } from '../actor-kinds.ts'
import type { ActivityKind, Subject } from './activity-kinds.ts'

/** How far a document's activity has come. */
export type ActivityHead = { readonly documentId: string; readonly seq: number }

/** Keeps everybody else from adding to a document's activity until the commit. Throws `NOT_FOUND`. */
export async function takeHead(em: Em, documentId: string): Promise<void> {
  await em.execute(
    `insert into collab.activity_head (tenant_id, document_id)
     select tenant_id, id from collab.document where id = ? and head_seq > 0 on conflict do nothing`,
    [documentId],
    'run',
  )
  const taken = await em.execute('select seq from collab.activity_head where document_id = ? for update', [documentId])
  if (taken.length === 0) throw notFound('document')
}

/** Adds what happened under the next number, in a transaction that holds the head. */
export async function appendActivity(
  em: Em,
  documentId: string,
  { kind: actorKind, id: actorId }: KnownActor,
  kind: ActivityKind,
  { threadId, commentId, suggestionId, versionId, entrySeq }: Subject,
): Promise<ActivityHead> {
  const [row] = await em.execute<{ seq: number }[]>(
    `with head as (
       update collab.activity_head set seq = seq + 1 where document_id = ? returning tenant_id, document_id, seq
     )
     insert into collab.activity (tenant_id, document_id, seq, kind, actor_kind, actor_id,
       thread_id, comment_id, suggestion_id, version_id, entry_seq)
     select tenant_id, document_id, seq, ?, ?, ?, ?, ?, ?, ?, ? from head returning seq`,
    [
      documentId,
      kind,
      actorKind,
      actorId,
      threadId ?? null,
      commentId ?? null,
      suggestionId ?? null,
      versionId ?? null,
      entrySeq ?? null,
    ],
  )
  if (row === undefined) throw new Error('the head of the activity was not taken')
  return { documentId, seq: row.seq }
}
