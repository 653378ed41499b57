import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import type { DocumentCommentThreadsArgs } from '../schema.generated.ts'
import { threadColumns, toThread, type StoredThread, type ThreadRow } from './comment-rows.ts'

export type CommentThreadConnection = Connection<ThreadRow>

/** A document's threads, the newest first. */
export async function listCommentThreads(
  { collaboration, viewer }: Context,
  { id: documentId }: DocumentRow,
  { filter, ...given }: DocumentCommentThreadsArgs,
): Promise<CommentThreadConnection> {
  const page = readPage(given, 1)
  const after = page.after?.[0] ?? null
  if (typeof after === 'number') throw badInput('after', 'not a cursor of this list')
  const status = filter?.status ?? null
  const mentions = filter?.mentions ?? null
  const rows = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<StoredThread[]>(
      `select ${threadColumns} from collab.comment_thread t
       where document_id = ? and (?::text is null or id < ?)
         and (?::text is null or (resolved_at is null) = (? = 'OPEN'))
         and (?::text is null or exists (
           select from collab.comment c where c.thread_id = t.id and c.mentions @> to_jsonb(?::text)))
       order by id desc limit ?`,
      [documentId, after, after, status, status, mentions, mentions, page.limit + 1],
    ),
  )
  return toConnection(rows.map(toThread), page, ({ id }) => [id])
}
