import type { Connection } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { listNewest } from '../list-newest.ts'
import type { DocumentCommentThreadsArgs } from '../schema.generated.ts'
import { threads, type ThreadRow } from './comment-rows.ts'

export type CommentThreadConnection = Connection<ThreadRow>

/** A document's threads, the newest first. */
export function listCommentThreads(
  context: Context,
  { id }: DocumentRow,
  { filter, ...page }: DocumentCommentThreadsArgs,
): Promise<CommentThreadConnection> {
  const status = filter?.status ?? null
  const mentions = filter?.mentions ?? null
  const where = `document_id = ? and (?::text is null or (resolved_at is null) = (? = 'OPEN'))
    and (?::text is null or exists (
      select from collab.comment c where c.thread_id = t.id and c.mentions @> to_jsonb(?::text)))`
  return listNewest(context, threads, { where, values: [id, status, status, mentions, mentions] }, page)
}
