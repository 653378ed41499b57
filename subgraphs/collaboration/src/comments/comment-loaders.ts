import DataLoader from 'dataloader'
import type { Database, Em } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { readComments, readThreads, type CommentRow, type ThreadRow } from './comment-rows.ts'
import { readCommentPages, type CommentPageKey } from './list-comments.ts'

/** What is asked for one by one within a moment is read in one query. Nothing is kept: a stream's context lasts. */
export type CommentLoaders = {
  readonly thread: DataLoader<string, ThreadRow | null>
  readonly comment: DataLoader<string, CommentRow | null>
  /** One comment more than a page has, where there are more. */
  readonly commentPage: DataLoader<CommentPageKey, readonly CommentRow[]>
}

export function createCommentLoaders(database: Database, viewer: Identity): CommentLoaders {
  const loader = <Key, Value>(read: (em: Em, keys: readonly Key[]) => Promise<readonly Value[]>) =>
    new DataLoader<Key, Value>((keys) => database.withTenant(viewer, (em) => read(em, keys)), { cache: false })
  return { thread: loader(readThreads), comment: loader(readComments), commentPage: loader(readCommentPages) }
}
