import type { Json } from '@graphmemory/audit-outbox/audit-record.ts'

/** What is said around a document, and how the audit log names it. */
export const remarkActions = {
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

type RemarkKind = keyof typeof remarkActions

/** What can happen around a document. */
export type ActivityKind = RemarkKind | 'VERSION_NAMED' | 'VERSION_KEPT' | 'VERSION_RESTORED' | 'VERSION_FORGOTTEN'

/** What something that happened is about. */
export type Subject = {
  readonly threadId?: string
  readonly commentId?: string
  readonly suggestionId?: string
  readonly versionId?: string
  /** The entry of the document's log by which it happened. */
  readonly entrySeq?: number
}

/** What is written down of one remark. */
export type Happening = Pick<Subject, 'threadId' | 'commentId' | 'suggestionId'> & {
  readonly kind: RemarkKind
  /** What else the audit log is told. */
  readonly details?: Readonly<Record<string, Json>>
}
