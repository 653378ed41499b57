import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import { withActivity } from '../activity/with-activity.ts'
import { isActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { DeleteCommentInput } from '../schema.generated.ts'
import { readThreads, type ThreadRow } from './comment-rows.ts'
import { documentOfComment, findComment } from './find-remark.ts'

/** Takes a comment back: its text is gone, its place stays while the thread holds others. */
export async function deleteComment(
  context: Context,
  { id }: DeleteCommentInput,
): Promise<{ commentId: string; thread: ThreadRow | null }> {
  const { viewer } = context
  return withActivity(
    context,
    (em) => documentOfComment(em, id),
    async (em, tell) => {
      const { author, threadId, deletedAt } = await findComment(em, id)
      if (deletedAt !== null) throw notFound('comment')
      if (!isActor(viewer, author) && !can(viewer, 'manage', 'document'))
        throw new ClientError('FORBIDDEN', 'Only its author may take a comment back')
      await tell({ kind: 'COMMENT_DELETED', threadId, commentId: id })
      await em.execute(
        `update collab.comment set body = '', mentions = '[]', deleted_at = clock_timestamp() where id = ?`,
        [id],
        'run',
      )
      await em.execute(
        'update collab.comment_thread set comment_count = comment_count - 1 where id = ?',
        [threadId],
        'run',
      )
      await em.execute('delete from collab.comment_thread where id = ? and comment_count = 0', [threadId], 'run')
      const [thread] = await readThreads(em, [threadId])
      return { commentId: id, thread: thread ?? null }
    },
  )
}
