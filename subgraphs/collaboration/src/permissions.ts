import type { Permissions } from '@graphmemory/service/build-schema.ts'
import { aService, may } from '@graphmemory/service/rules.ts'

/** Who may push, by whatever way. */
export const toPush = ['read', 'document'] as const

/** Who may ask for what. What a session may do with its document is decided again at every push. */
export const permissions: Permissions = {
  Query: {
    document: may('read', 'document'),
    documents: may('read', 'document'),
    documentVersion: may('read', 'document'),
    commentThread: may('read', 'document'),
    suggestion: may('read', 'document'),
    holdsDocuments: aService,
  },
  Mutation: {
    createDocument: may('create', 'document'),
    createFreeDocument: may('create', 'document'),
    moveDocument: may('update', 'document'),
    renameDocument: may('update', 'document'),
    deleteDocument: may('delete', 'document'),
    restoreDocument: may('create', 'document'),
    openDocumentSession: may('read', 'document'),
    renewDocumentSession: may('read', 'document'),
    closeDocumentSession: may('read', 'document'),
    pushDocument: may(...toPush),
    applyMemoryPatch: may('update', 'document'),
    acquireElementLock: may('update', 'document'),
    renewElementLock: may('update', 'document'),
    releaseElementLock: may('update', 'document'),
    setDocumentRole: may('share', 'document'),
    createDocumentVersion: may('update', 'document'),
    deleteDocumentVersion: may('update', 'document'),
    restoreDocumentVersion: may('update', 'document'),
    createCommentThread: may('comment', 'document'),
    addComment: may('comment', 'document'),
    editComment: may('comment', 'document'),
    deleteComment: may('comment', 'document'),
    resolveCommentThread: may('comment', 'document'),
    suggestEdit: may('suggest', 'document'),
    acceptSuggestion: may('update', 'document'),
    // Who may edit, or the author: the operation knows which.
    rejectSuggestion: may('read', 'document'),
    reopenCommentThread: may('comment', 'document'),
  },
  Subscription: { documentEvents: may('read', 'document'), documentActivity: may('read', 'document') },
}
