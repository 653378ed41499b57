import type { Em } from '@graphmemory/database/database.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { readComments, readThreads, type CommentRow, type ThreadRow } from './comment-rows.ts'

/** The thread with this id, about a document that the viewer may see. Throws `NOT_FOUND`. */
export async function threadOf(context: Context, id: string): Promise<ThreadRow> {
  const thread = existing('comment thread', await context.comments.thread.load(id))
  if ((await context.document('id', thread.documentId)) === null) throw notFound('comment thread')
  return thread
}

export async function findThread(em: Em, id: string): Promise<ThreadRow> {
  const [thread] = await readThreads(em, [id])
  return existing('comment thread', thread)
}

export async function findComment(em: Em, id: string): Promise<CommentRow> {
  const [comment] = await readComments(em, [id])
  return existing('comment', comment)
}

/** The document that a comment is about. */
export async function documentOfComment(em: Em, commentId: string): Promise<string> {
  const { threadId } = await findComment(em, commentId)
  return (await findThread(em, threadId)).documentId
}

function existing<Row>(what: string, row: Row | null | undefined): Row {
  if (row === null || row === undefined) throw notFound(what)
  return row
}
