import type { Em } from '@graphmemory/database/database.ts'
import type { KnownActor } from '../actor-kinds.ts'
import { readByIds, type Rows } from '../read-by-ids.ts'

/** A thread as its row says. */
export type ThreadRow = {
  readonly id: string
  readonly tenantId: string
  readonly documentId: string
  readonly anchor: Anchor | null
  readonly quote: string | null
  readonly commentCount: number
  readonly createdAt: Date | string
  readonly resolvedAt: Date | string | null
  readonly resolver: KnownActor | null
}

/** A place in a document: two encoded relative positions of one epoch. */
export type Anchor = { readonly epoch: number; readonly start: Uint8Array; readonly end: Uint8Array }

/** A comment as its row says. */
export type CommentRow = {
  readonly id: string
  readonly threadId: string
  readonly position: number
  readonly author: KnownActor
  readonly body: string
  readonly mentions: readonly string[]
  readonly createdAt: Date | string
  readonly editedAt: Date | string | null
  readonly deletedAt: Date | string | null
}

const threadColumns = `id, tenant_id, document_id, epoch, anchor_start, anchor_end, quote, comment_count, created_at,
  resolved_at, resolver_kind, resolver_id`

type StoredThread = {
  id: string
  tenant_id: string
  document_id: string
  epoch: number | null
  anchor_start: Uint8Array | null
  anchor_end: Uint8Array | null
  quote: string | null
  comment_count: number
  created_at: Date | string
  resolved_at: Date | string | null
  resolver_kind: KnownActor['kind'] | null
  resolver_id: string | null
}

const toThread = (row: StoredThread): ThreadRow => ({
  id: row.id,
  tenantId: row.tenant_id,
  documentId: row.document_id,
  anchor:
    row.epoch === null || row.anchor_start === null || row.anchor_end === null
      ? null
      : { epoch: row.epoch, start: row.anchor_start, end: row.anchor_end },
  quote: row.quote,
  commentCount: row.comment_count,
  createdAt: row.created_at,
  resolvedAt: row.resolved_at,
  resolver:
    row.resolver_kind === null || row.resolver_id === null ? null : { kind: row.resolver_kind, id: row.resolver_id },
})

export const commentColumns =
  'c.id, c.thread_id, c.position, c.author_kind, c.author_id, c.body, c.mentions, c.created_at, c.edited_at, c.deleted_at'

export type StoredComment = {
  id: string
  thread_id: string
  position: number
  author_kind: KnownActor['kind']
  author_id: string
  body: string
  mentions: readonly string[]
  created_at: Date | string
  edited_at: Date | string | null
  deleted_at: Date | string | null
}

export const toComment = (row: StoredComment): CommentRow => ({
  id: row.id,
  threadId: row.thread_id,
  position: row.position,
  author: { kind: row.author_kind, id: row.author_id },
  body: row.body,
  mentions: row.mentions,
  createdAt: row.created_at,
  editedAt: row.edited_at,
  deletedAt: row.deleted_at,
})

export const threads: Rows<StoredThread, ThreadRow> = {
  columns: threadColumns,
  table: 'collab.comment_thread t',
  toRow: toThread,
}

export const readThreads = (em: Em, ids: readonly string[]) => readByIds(em, threads, ids)

const comments: Rows<StoredComment, CommentRow> = {
  columns: commentColumns,
  table: 'collab.comment c',
  toRow: toComment,
}

export const readComments = (em: Em, ids: readonly string[]) => readByIds(em, comments, ids)
