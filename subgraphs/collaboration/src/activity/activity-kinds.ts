import type { Json } from '@graphmemory/audit-outbox/audit-record.ts'

/** What can happen around a document, and how the audit log names it. */
export const activityActions = {
  THREAD_OPENED: 'comment_thread.create',
  THREAD_RESOLVED: 'comment_thread.resolve',
  THREAD_REOPENED: 'comment_thread.reopen',
  COMMENT_ADDED: 'comment.create',
  COMMENT_EDITED: 'comment.update',
  COMMENT_DELETED: 'comment.delete',
  SUGGESTION_MADE: 'suggestion.create',
  SUGGESTION_ACCEPTED: 'suggestion.accept',
  SUGGESTION_REJECTED: 'suggestion.reject',
} as const

export type ActivityKind = keyof typeof activityActions

/** What is written down of one thing that happened. */
export type Happening = {
  readonly kind: ActivityKind
  readonly threadId?: string
  readonly commentId?: string
  readonly suggestionId?: string
  /** What else the audit log is told. */
  readonly details?: Readonly<Record<string, Json>>
}
