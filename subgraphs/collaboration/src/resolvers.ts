import { scalars } from '@graphmemory/service/scalars.ts'
import { applyMemoryPatch } from './apply-memory-patch.ts'
import { watchActivity } from './activity/watch-activity.ts'
import { actorKind, personOf } from './actor-kinds.ts'
import { closeDocumentSession } from './close-document-session.ts'
import { addComment } from './comments/add-comment.ts'
import { createCommentThread } from './comments/create-comment-thread.ts'
import { deleteComment } from './comments/delete-comment.ts'
import { editComment } from './comments/edit-comment.ts'
import { threadOf } from './comments/find-remark.ts'
import { listComments } from './comments/list-comments.ts'
import { listCommentThreads } from './comments/list-threads.ts'
import { locateAnchor } from './comments/locate-anchor.ts'
import { settleCommentThread } from './comments/settle-comment-thread.ts'
import { createDocument } from './create-document.ts'
import { documentOf, lookAt } from './enter-document.ts'
import { acquireElementLock } from './locks/acquire-lock.ts'
import { readLocks } from './locks/element-lock.ts'
import { releaseElementLock } from './locks/release-lock.ts'
import { renewElementLock } from './locks/renew-lock.ts'
import { createFreeDocument } from './free-documents/create-free-document.ts'
import { deleteDocument } from './free-documents/delete-document.ts'
import { holdsDocuments } from './free-documents/holds-documents.ts'
import { listDocuments } from './free-documents/list-documents.ts'
import { moveDocument } from './free-documents/move-document.ts'
import { renameDocument } from './free-documents/rename-document.ts'
import { restoreDocument } from './free-documents/restore-document.ts'
import { openDocumentSession } from './open-document-session.ts'
import { pushDocument, readPush } from './push-document.ts'
import { readState } from './read-state.ts'
import { readTextAt } from './read-text-at.ts'
import { renewDocumentSession } from './renew-document-session.ts'
import { readRules } from './roles/document-roles.ts'
import { setDocumentRole } from './roles/set-document-role.ts'
import type { Resolvers } from './schema.generated.ts'
import { Sessions } from './sessions.ts'
import { acceptSuggestion } from './suggestions/accept-suggestion.ts'
import { suggestionOf } from './suggestions/find-suggestion.ts'
import { listSuggestions } from './suggestions/list-suggestions.ts'
import { locateHunk } from './suggestions/locate-hunk.ts'
import { rejectSuggestion } from './suggestions/reject-suggestion.ts'
import { suggestEdit } from './suggestions/suggest-edit.ts'
import { createDocumentVersion } from './versions/create-version.ts'
import { deleteDocumentVersion } from './versions/delete-version.ts'
import { listVersions } from './versions/list-versions.ts'
import { readAuthorship } from './versions/read-authorship.ts'
import { changesToNow, changesToVersion } from './versions/read-changes.ts'
import { restoreDocumentVersion } from './versions/restore-version.ts'
import { versionOf } from './versions/version-rows.ts'
import { textOfVersion } from './versions/version-state.ts'
import { watchDocument } from './watch-document.ts'

export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    document: (_, { id }, context) => documentOf(context, id),
    documents: (_, args, context) => listDocuments(context, args),
    documentVersion: (_, { id }, context) => versionOf(context, id),
    commentThread: (_, { id }, context) => threadOf(context, id),
    suggestion: (_, { id }, context) => suggestionOf(context, id),
    holdsDocuments: (_, args, context) => holdsDocuments(context, args),
  },
  Mutation: {
    createDocument: (_, { input }, context) => createDocument(context, input),
    createFreeDocument: (_, { input }, context) => createFreeDocument(context, input),
    moveDocument: (_, { input }, context) => moveDocument(context, input),
    renameDocument: (_, { input }, context) => renameDocument(context, input),
    deleteDocument: (_, { input }, context) => deleteDocument(context, input),
    restoreDocument: (_, { input }, context) => restoreDocument(context, input),
    openDocumentSession: (_, { input }, context) => openDocumentSession(context, input),
    renewDocumentSession: (_, { input }, context) => renewDocumentSession(context, input),
    closeDocumentSession: (_, { input }, context) => closeDocumentSession(context, input),
    pushDocument: (_, { input }, context) => pushDocument(context, readPush(input)),
    applyMemoryPatch: (_, { input }, context) => applyMemoryPatch(context, input),
    acquireElementLock: (_, { input }, context) => acquireElementLock(context, input),
    renewElementLock: (_, { input }, context) => renewElementLock(context, input),
    releaseElementLock: (_, { input }, context) => releaseElementLock(context, input),
    setDocumentRole: (_, { input }, context) => setDocumentRole(context, input),
    createDocumentVersion: (_, { input }, context) => createDocumentVersion(context, input),
    deleteDocumentVersion: (_, { input }, context) => deleteDocumentVersion(context, input),
    restoreDocumentVersion: (_, { input }, context) => restoreDocumentVersion(context, input),
    createCommentThread: (_, { input }, context) => createCommentThread(context, input),
    addComment: (_, { input }, context) => addComment(context, input),
    editComment: (_, { input }, context) => editComment(context, input),
    deleteComment: (_, { input }, context) => deleteComment(context, input),
    resolveCommentThread: (_, { input }, context) => settleCommentThread(context, input.id, true),
    suggestEdit: (_, { input }, context) => suggestEdit(context, input),
    acceptSuggestion: (_, { input }, context) => acceptSuggestion(context, input),
    rejectSuggestion: (_, { input }, context) => rejectSuggestion(context, input),
    reopenCommentThread: (_, { input }, context) => settleCommentThread(context, input.id, false),
  },
  Subscription: {
    documentEvents: { subscribe: (_, args, context) => watchDocument(context, args) },
    documentActivity: { subscribe: (_, args, context) => watchActivity(context, args) },
  },
  Document: {
    __resolveReference: ({ id }, context) => context.document('id', id),
    memory: ({ memoryId }) => (memoryId === null ? null : { id: memoryId }),
    space: ({ spaceId }) => (spaceId === null ? null : { id: spaceId }),
    text: (document, _, context) =>
      lookAt(context, document, (room) => room.look((doc) => doc.getText('content').toJSON())),
    versions: (document, args, context) => listVersions(context, document, args),
    changesFrom: (document, { versionId }, context) => changesToNow(context, document, versionId),
    authorship: (document, args, context) => readAuthorship(context, document, args),
    textAt: (document, { seq }, context) => readTextAt(context, document, seq ?? undefined),
    state: (document, { stateVector }, context) => readState(context, document, stateVector ?? undefined),
    viewerRole: async ({ id }, _, { viewer, collaboration }) => (await collaboration.roles.of(viewer, id)) ?? 'VIEWER',
    locks: async ({ id }, _, { viewer, collaboration }) =>
      collaboration.database.withTenant(viewer, (em) => readLocks(em, id)),
    roles: ({ id }, _, { viewer, collaboration }) =>
      collaboration.database.withTenant(viewer, (em) => readRules(em, id)),
    updatedAt: ({ editedAt }) => editedAt,
    commentThreads: (document, args, context) => listCommentThreads(context, document, args),
    suggestions: (document, args, context) => listSuggestions(context, document, args),
  },
  CommentThread: {
    document: ({ documentId }, _, context) => documentOf(context, documentId),
    range: (thread, _, context) => locateAnchor(context, thread),
    status: ({ resolvedAt }) => (resolvedAt === null ? 'OPEN' : 'RESOLVED'),
    resolvedByKind: ({ resolver }) => resolver && actorKind(resolver.kind),
    resolvedBy: ({ resolver }) => resolver && personOf(resolver),
    comments: (thread, args, context) => listComments(context, thread, args),
  },
  Suggestion: {
    document: ({ documentId }, _, context) => documentOf(context, documentId),
    authorKind: ({ author }) => actorKind(author.kind),
    author: ({ author }) => personOf(author),
    hunks: ({ id }, _, { suggestions }) => suggestions.hunks.load(id),
  },
  SuggestionHunk: {
    range: (hunk, _, context) => locateHunk(context, hunk),
    reviewerKind: ({ reviewer }) => reviewer && actorKind(reviewer.kind),
    reviewer: ({ reviewer }) => reviewer && personOf(reviewer),
  },
  DocumentActivity: {
    actorKind: ({ actor }) => actorKind(actor.kind),
    actor: ({ actor }) => personOf(actor),
    thread: ({ threadId }, _, { comments }) => (threadId === null ? null : comments.thread.load(threadId)),
    comment: ({ commentId }, _, { comments }) => (commentId === null ? null : comments.comment.load(commentId)),
    suggestion: ({ suggestionId }, _, { suggestions }) =>
      suggestionId === null ? null : suggestions.suggestion.load(suggestionId),
    version: ({ versionId }, _, { versions }) => (versionId === null ? null : versions.version.load(versionId)),
  },
  Comment: {
    thread: ({ threadId }, _, context) => threadOf(context, threadId),
    authorKind: ({ author }) => actorKind(author.kind),
    author: ({ author }) => personOf(author),
    mentions: ({ mentions }) => mentions.map((id) => ({ id })),
    isDeleted: ({ deletedAt }) => deletedAt !== null,
  },
  DocumentRoleRule: {
    user: ({ kind, id }) => (kind === 'user' ? { id } : null),
    apiKeyId: ({ kind, id }) => (kind === 'apiKey' ? id : null),
  },
  ElementLock: {
    holderKind: ({ holder }) => actorKind(holder.kind),
    holder: ({ holder }) => personOf(holder),
  },
  DocumentVersion: {
    document: ({ documentId }, _, context) => documentOf(context, documentId),
    authorKind: ({ author }) => (author === null ? null : actorKind(author.kind)),
    author: ({ author }) => (author === null ? null : personOf(author)),
    text: (version, _, context) => textOfVersion(context, version),
    changesFrom: (version, { versionId }, context) => changesToVersion(context, version, versionId),
  },
  AuthoredSpan: {
    authorKind: ({ author }) => (author === null ? null : actorKind(author.kind)),
    author: ({ author }) => (author === null ? null : personOf(author)),
  },
  DocumentSession: {
    __resolveReference: ({ id }, { viewer, collaboration }) => collaboration.sessions.ofViewer(viewer, id),
    document: ({ documentId }, _, context) => documentOf(context, documentId),
    role: async (session, _, { viewer, collaboration }) =>
      (await collaboration.sessions.roleOf(session, viewer)) ?? 'VIEWER',
    heartbeatMs: () => Sessions.heartbeatMs,
  },
  Memory: {
    __resolveReference: ({ id }) => ({ id }),
    document: ({ id }, _, context) => context.document('memory_id', id),
  },
}
