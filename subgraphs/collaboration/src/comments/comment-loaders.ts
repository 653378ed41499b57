import type DataLoader from 'dataloader'
import type { Database } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { tenantLoader } from '../tenant-loader.ts'
import { readComments, readThreads, type CommentRow, type ThreadRow } from './comment-rows.ts'
import { readCommentPages, type CommentPageKey } from './list-comments.ts'

export type CommentLoaders = {
  readonly thread: DataLoader<string, ThreadRow | null>
  readonly comment: DataLoader<string, CommentRow | null>
  /** One comment more than a page has, where there are more. */
  readonly commentPage: DataLoader<CommentPageKey, readonly CommentRow[]>
}

export const createCommentLoaders = (database: Database, viewer: Identity): CommentLoaders => ({
  thread: tenantLoader(database, viewer, readThreads),
  comment: tenantLoader(database, viewer, readComments),
  commentPage: tenantLoader(database, viewer, readCommentPages),
})
