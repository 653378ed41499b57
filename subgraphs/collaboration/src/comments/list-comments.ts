import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import { commentColumns, toComment, type CommentRow, type StoredComment, type ThreadRow } from './comment-rows.ts'

export type CommentConnection = Connection<CommentRow>
export type CommentPageKey = { readonly threadId: string; readonly after: number; readonly limit: number }

/** A thread's comments, oldest first. */
export async function listComments(
  context: Context,
  { id: threadId }: ThreadRow,
  given: PageArguments,
): Promise<CommentConnection> {
  const page = readPage(given, 1)
  const after = page.after?.[0] ?? 0
  if (typeof after !== 'number' || !Number.isInteger(after) || Math.abs(after) > 2 ** 31 - 1)
    throw badInput('after', 'not a cursor of this list')
  const comments = await context.comments.commentPage.load({ threadId, after, limit: page.limit + 1 })
  return toConnection(comments, page, ({ position }) => [position])
}

/** Reads pages of several threads at once. */
export async function readCommentPages(em: Em, keys: readonly CommentPageKey[]): Promise<CommentRow[][]> {
  const rows = await em.execute<(StoredComment & { n: number })[]>(
    `select k.n, ${commentColumns}
     from json_to_recordset(?::json) as k(n integer, "threadId" text, after integer, "limit" integer)
     cross join lateral (
       select * from collab.comment where thread_id = k."threadId" and position > k.after order by position limit k."limit"
     ) c
     order by k.n, c.position`,
    [JSON.stringify(keys.map((key, n) => ({ n, ...key })))],
  )
  const pages = keys.map((): CommentRow[] => [])
  for (const row of rows) pages[row.n]?.push(toComment(row))
  return pages
}
