import { withActivity } from '../activity/with-activity.ts'
import { knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { AddCommentInput } from '../schema.generated.ts'
import type { CommentRow } from './comment-rows.ts'
import { findComment, findThread } from './find-remark.ts'
import { insertComment } from './insert-comment.ts'
import { readBody, readMentions } from './read-remark.ts'

/** Adds a comment to a thread. */
export async function addComment(
  context: Context,
  { threadId, ...input }: AddCommentInput,
): Promise<{ comment: CommentRow }> {
  const author = knownActor(context.viewer)
  const body = readBody(input.body)
  const mentions = await readMentions(context, input.mentions ?? [])
  return withActivity(
    context,
    async (em) => (await findThread(em, threadId)).documentId,
    async (em, tell) => {
      // It may have ended while its document's activity was somebody else's.
      await findThread(em, threadId)
      const id = await insertComment(em, threadId, { author, body, mentions }, context.collaboration.limits)
      await tell({ kind: 'COMMENT_ADDED', threadId, commentId: id })
      return { comment: await findComment(em, id) }
    },
  )
}
