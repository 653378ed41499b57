import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { KnownActor } from '../actor-kinds.ts'
import type { Limits } from '../limits.ts'

type NewComment = { readonly author: KnownActor; readonly body: string; readonly mentions: readonly string[] }

/** Adds a comment at the end of a thread, whose document's activity the transaction holds. Throws `CONFLICT` at the limit. */
export async function insertComment(
  em: Em,
  threadId: string,
  { author, body, mentions }: NewComment,
  { commentsPerThread }: Limits,
): Promise<string> {
  const id = newId('cmt')
  const added = await em.execute<{ id: string }[]>(
    `with thread as (
       update collab.comment_thread set comment_count = comment_count + 1, last_position = last_position + 1
       where id = ? and last_position < ? returning tenant_id, id, last_position
     )
     insert into collab.comment (id, tenant_id, thread_id, position, author_kind, author_id, body, mentions)
     select ?, tenant_id, id, last_position, ?, ?, ?, ?::jsonb from thread returning id`,
    [threadId, commentsPerThread, id, author.kind, author.id, body, JSON.stringify(mentions)],
  )
  if (added.length === 0) throw new ClientError('CONFLICT', `A thread holds at most ${commentsPerThread} comments`)
  return id
}
