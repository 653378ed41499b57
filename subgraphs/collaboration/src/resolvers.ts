import { scalars } from '@graphmemory/service/scalars.ts'
import { applyMemoryPatch } from './apply-memory-patch.ts'
import { closeDocumentSession } from './close-document-session.ts'
import { createDocument } from './create-document.ts'
import { documentRoleOf } from './document-role.ts'
import { documentOf, lookAt } from './enter-document.ts'
import { openDocumentSession } from './open-document-session.ts'
import { pushDocument } from './push-document.ts'
import { readState } from './read-state.ts'
import { readTextAt } from './read-text-at.ts'
import { renewDocumentSession } from './renew-document-session.ts'
import type { Resolvers } from './schema.generated.ts'
import { Sessions } from './sessions.ts'
import { watchDocument } from './watch-document.ts'

export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    document: (_, { id }, context) => documentOf(context, id),
  },
  Mutation: {
    createDocument: (_, { input }, context) => createDocument(context, input),
    openDocumentSession: (_, { input }, context) => openDocumentSession(context, input),
    renewDocumentSession: (_, { input }, context) => renewDocumentSession(context, input),
    closeDocumentSession: (_, { input }, context) => closeDocumentSession(context, input),
    pushDocument: (_, { input }, context) => pushDocument(context, input),
    applyMemoryPatch: (_, { input }, context) => applyMemoryPatch(context, input),
  },
  Subscription: {
    documentEvents: { subscribe: (_, args, context) => watchDocument(context, args) },
  },
  Document: {
    __resolveReference: ({ id }, context) => context.document('id', id),
    memory: ({ memoryId }) => ({ id: memoryId }),
    text: (document, _, context) =>
      lookAt(context, document, (room) => room.look((doc) => doc.getText('content').toJSON())),
    textAt: (document, { seq }, context) => readTextAt(context, document, seq ?? undefined),
    state: (document, { stateVector }, context) => readState(context, document, stateVector ?? undefined),
    viewerRole: (_, __, { viewer }) => documentRoleOf(viewer) ?? 'VIEWER',
    updatedAt: ({ editedAt }) => editedAt,
  },
  DocumentSession: {
    __resolveReference: ({ id }, { viewer, collaboration }) => collaboration.sessions.ofViewer(viewer, id),
    document: ({ documentId }, _, context) => documentOf(context, documentId),
    role: (session, _, { viewer, collaboration }) => collaboration.sessions.roleOf(session, viewer) ?? 'VIEWER',
    heartbeatMs: () => Sessions.heartbeatMs,
  },
  Memory: {
    __resolveReference: ({ id }) => ({ id }),
    document: ({ id }, _, context) => context.document('memory_id', id),
  },
}
