/** What can happen around a document, and how the audit log names it. */
export const activityActions = {
  THREAD_OPENED: 'comment_thread.create',
  THREAD_RESOLVED: 'comment_thread.resolve',
  THREAD_REOPENED: 'comment_thread.reopen',
  COMMENT_ADDED: 'comment.create',
  COMMENT_EDITED: 'comment.update',
  COMMENT_DELETED: 'comment.delete',
} as const

export type ActivityKind = keyof typeof activityActions

/** What is written down of one thing that happened. */
export type Happening = {
  readonly kind: ActivityKind
  readonly threadId: string
  readonly commentId?: string
}
