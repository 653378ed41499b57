import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { withActivity } from '../activity/with-activity.ts'
import { isActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { EditCommentInput } from '../schema.generated.ts'
import type { CommentRow } from './comment-rows.ts'
import { documentOfComment, findComment } from './find-remark.ts'
import { readBody, readMentions } from './read-remark.ts'

/** Changes the text of the viewer's own comment. */
export async function editComment(
  context: Context,
  { id, ...input }: EditCommentInput,
): Promise<{ comment: CommentRow }> {
  const body = readBody(input.body)
  const mentions = input.mentions == null ? null : await readMentions(context, input.mentions)
  return withActivity(
    context,
    (em) => documentOfComment(em, id),
    async (em, tell) => {
      const { author, threadId, deletedAt, ...before } = await findComment(em, id)
      if (deletedAt !== null) throw notFound('comment')
      if (!isActor(context.viewer, author)) throw new ClientError('FORBIDDEN', 'Only its author may change a comment')
      await tell({ kind: 'COMMENT_EDITED', threadId, commentId: id })
      await em.execute(
        'update collab.comment set body = ?, mentions = ?::jsonb, edited_at = clock_timestamp() where id = ?',
        [body, JSON.stringify(mentions ?? before.mentions), id],
        'run',
      )
      return { comment: await findComment(em, id) }
    },
  )
}
