import { withActivity } from '../activity/with-activity.ts'
import { knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { ThreadRow } from './comment-rows.ts'
import { findThread } from './find-remark.ts'

/** Settles a thread, or opens it again. A thread that is as wanted stays as it is, and nothing is written down. */
export async function settleCommentThread(
  context: Context,
  id: string,
  isToBeSettled: boolean,
): Promise<{ thread: ThreadRow }> {
  const actor = knownActor(context.viewer)
  return withActivity(
    context,
    async (em) => (await findThread(em, id)).documentId,
    async (em, tell) => {
      const before = await findThread(em, id)
      if ((before.resolvedAt !== null) === isToBeSettled) return { thread: before }
      await tell({ kind: isToBeSettled ? 'THREAD_RESOLVED' : 'THREAD_REOPENED', threadId: id })
      await em.execute(
        `update collab.comment_thread
         set resolved_at = case when ? then clock_timestamp() end, resolver_kind = ?, resolver_id = ? where id = ?`,
        [isToBeSettled, isToBeSettled ? actor.kind : null, isToBeSettled ? actor.id : null, id],
        'run',
      )
      return { thread: await findThread(em, id) }
    },
  )
}
