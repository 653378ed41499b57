import type { Target } from './target.ts'

/** What an attack on a mutation must come to: a refusal with one of these codes, or an effect in the attacker's tenant alone. */
type Outcome = readonly string[] | 'harmless'
export type Attack = { readonly input: object | undefined; readonly outcome: Outcome }

const notFound = ['NOT_FOUND']
const harmless = 'harmless'
const unknownToken = 'A'.repeat(43)

/** For each mutation, every way to aim it at the target's things from `own`, the attacker's tenant. */
export const mutationAttacks: Readonly<Record<string, (target: Target, own: Target) => readonly Attack[]>> = {
  register: ({ owner }) => [
    { input: { email: owner.email, password: 'another good password', name: 'Impostor' }, outcome: harmless },
  ],
  verifyEmail: ({ invitationToken }) => [
    { input: { token: unknownToken }, outcome: ['BAD_USER_INPUT', 'NOT_FOUND'] },
    { input: { token: invitationToken }, outcome: ['BAD_USER_INPUT', 'NOT_FOUND'] },
  ],
  signIn: ({ owner }, own) => [
    { input: { email: owner.email, password: 'a wrong password' }, outcome: ['UNAUTHENTICATED'] },
    { input: { email: own.owner.email, password: own.owner.password, tenant: owner.slug }, outcome: notFound },
  ],
  refreshTokens: ({ owner }, own) => [
    { input: { refreshToken: unknownToken }, outcome: ['UNAUTHENTICATED'] },
    { input: { refreshToken: own.owner.refreshToken, tenant: owner.slug }, outcome: notFound },
  ],
  signOut: () => [{ input: { everywhere: true }, outcome: harmless }],
  requestPasswordReset: ({ owner }) => [{ input: { email: owner.email }, outcome: harmless }],
  resetPassword: ({ invitationToken }) => [
    { input: { token: unknownToken, password: 'another good password' }, outcome: ['BAD_USER_INPUT', 'NOT_FOUND'] },
    { input: { token: invitationToken, password: 'another good password' }, outcome: ['BAD_USER_INPUT', 'NOT_FOUND'] },
  ],
  revokeSession: ({ sessionId }) => [{ input: { sessionId }, outcome: notFound }],
  createTenant: ({ owner }) => [{ input: { name: 'The same', slug: owner.slug }, outcome: ['CONFLICT'] }],
  switchTenant: ({ owner }) => [{ input: { slug: owner.slug }, outcome: notFound }],
  inviteMember: ({ owner }) => [{ input: { email: owner.email, role: 'viewer' }, outcome: harmless }],
  revokeInvitation: ({ invitationId }) => [{ input: { invitationId }, outcome: notFound }],
  acceptInvitation: ({ invitationToken }) => [
    { input: { token: unknownToken }, outcome: ['BAD_USER_INPUT', 'NOT_FOUND'] },
    { input: { token: invitationToken }, outcome: ['FORBIDDEN', 'NOT_FOUND'] },
  ],
  changeMemberRole: ({ member }) => [
    { input: { membershipId: member.membershipId, role: 'viewer' }, outcome: notFound },
  ],
  removeMember: ({ member }) => [{ input: { membershipId: member.membershipId }, outcome: notFound }],
  leaveTenant: ({ owner }) => [{ input: { slug: owner.slug }, outcome: notFound }],
  setTenantReadOnly: () => [{ input: { readOnly: false }, outcome: harmless }],
  createApiKey: () => [{ input: { name: 'mine', scopes: ['memory:read'] }, outcome: harmless }],
  rotateApiKey: ({ apiKeyId }) => [{ input: { apiKeyId }, outcome: notFound }],
  revokeApiKey: ({ apiKeyId }) => [{ input: { apiKeyId }, outcome: notFound }],
  startAnalysis: () => [{ input: { kind: 'COMPONENTS' }, outcome: harmless }],
  cancelAnalysis: ({ analysisId }) => [{ input: { id: analysisId }, outcome: notFound }],
  createSpace: () => [{ input: { name: 'mine', visibility: 'PRIVATE' }, outcome: harmless }],
  updateSpace: ({ spaceId }) => [{ input: { id: spaceId, visibility: 'OPEN' }, outcome: notFound }],
  deleteSpace: ({ spaceId }) => [{ input: { id: spaceId }, outcome: notFound }],
  shareSpace: ({ spaceId, member }, own) => [
    { input: { spaceId: own.spaceId, userId: member.userId, role: 'VIEWER' }, outcome: ['BAD_USER_INPUT'] },
    { input: { spaceId, userId: own.owner.userId, role: 'EDITOR' }, outcome: notFound },
  ],
  unshareSpace: ({ spaceId, member }) => [{ input: { spaceId, userId: member.userId }, outcome: notFound }],
  defineMemoryType: () => [{ input: { name: 'MINE' }, outcome: harmless }],
  updateMemoryType: ({ memoryTypeName }) => [
    { input: { name: memoryTypeName, description: 'taken over' }, outcome: notFound },
  ],
  deleteMemoryType: ({ memoryTypeName }) => [{ input: { name: memoryTypeName }, outcome: notFound }],
  recall: ({ canary, owner }) => [
    { input: { query: canary, budgetTokens: 500 }, outcome: harmless },
    { input: { query: 'garden', budgetTokens: 500, filter: { createdBy: [owner.userId] } }, outcome: harmless },
  ],
  createMemory: ({ idempotencyKey, spaceId }) => [
    { input: { type: 'SEMANTIC', title: 'mine', idempotencyKey }, outcome: harmless },
    { input: { type: 'SEMANTIC', title: 'mine', spaceId }, outcome: notFound },
  ],
  updateMemory: ({ memoryId }) => [
    { input: { id: memoryId, title: 'taken over' }, outcome: notFound },
    { input: { id: memoryId, title: 'taken over', expectedVersion: 1 }, outcome: notFound },
  ],
  deleteMemory: ({ memoryId }) => [{ input: { id: memoryId }, outcome: notFound }],
  mergeMemories: ({ memoryId, otherMemoryId }, own) => [
    { input: { winnerId: memoryId, loserId: otherMemoryId }, outcome: notFound },
    { input: { winnerId: own.memoryId, loserId: memoryId }, outcome: notFound },
    { input: { winnerId: memoryId, loserId: own.memoryId }, outcome: notFound },
  ],
  restoreMemory: ({ deletedMemoryId }) => [{ input: { id: deletedMemoryId }, outcome: notFound }],
  importMemories: ({ memoryId, canary }, own) => [
    {
      input: {
        lines: [
          { kind: 'memory', externalId: memoryId, type: 'SEMANTIC', title: 'mine by that name' },
          { kind: 'relation', from: own.memoryId, to: memoryId, type: 'SUPPORTS' },
          { kind: 'relation', from: own.memoryId, to: canary, type: 'SUPPORTS' },
        ]
          .map((line) => JSON.stringify(line))
          .join('\n'),
      },
      outcome: harmless,
    },
  ],
  createRelation: ({ memoryId, otherMemoryId }, own) => [
    { input: { fromId: memoryId, toId: otherMemoryId, type: 'SUPPORTS' }, outcome: notFound },
    { input: { fromId: own.memoryId, toId: memoryId, type: 'SUPPORTS' }, outcome: notFound },
    { input: { fromId: memoryId, toId: own.memoryId, type: 'SUPPORTS' }, outcome: notFound },
  ],
  updateRelation: ({ relationId }) => [{ input: { id: relationId, weight: 0 }, outcome: notFound }],
  setRelationType: () => [{ input: { name: 'SUPPORTS', isSingleValued: true }, outcome: harmless }],
  deleteRelation: ({ relationId }) => [{ input: { id: relationId }, outcome: notFound }],
  createDocument: ({ memoryId, otherMemoryId }) => [
    { input: { memoryId }, outcome: notFound },
    { input: { memoryId: otherMemoryId }, outcome: notFound },
  ],
  createFreeDocument: ({ spaceId, idempotencyKey }) => [
    { input: { kind: 'NOTE', title: 'mine', spaceId }, outcome: notFound },
    { input: { kind: 'NOTE', title: 'mine', idempotencyKey }, outcome: harmless },
  ],
  moveDocument: ({ freeDocumentId, spaceId }, own) => [
    { input: { id: freeDocumentId, spaceId: own.spaceId }, outcome: notFound },
    { input: { id: own.freeDocumentId, spaceId }, outcome: notFound },
  ],
  renameDocument: ({ freeDocumentId, documentId }) => [
    { input: { id: freeDocumentId, title: 'taken over' }, outcome: notFound },
    { input: { id: documentId, title: 'taken over' }, outcome: notFound },
  ],
  deleteDocument: ({ freeDocumentId }) => [{ input: { id: freeDocumentId }, outcome: notFound }],
  restoreDocument: ({ deletedDocumentId }) => [{ input: { id: deletedDocumentId }, outcome: notFound }],
  openDocumentSession: ({ documentId }) => [{ input: { documentId }, outcome: notFound }],
  renewDocumentSession: ({ documentSessionId }) => [{ input: { sessionId: documentSessionId }, outcome: notFound }],
  closeDocumentSession: ({ documentSessionId }) => [{ input: { sessionId: documentSessionId }, outcome: notFound }],
  pushDocument: ({ documentSessionId }) => [
    { input: { sessionId: documentSessionId, epoch: 1, batchId: 'stolen', update: 'AAA=' }, outcome: notFound },
  ],
  acquireElementLock: ({ documentSessionId, canary }) => [
    { input: { sessionId: documentSessionId, element: canary }, outcome: notFound },
  ],
  renewElementLock: ({ documentSessionId, canary }) => [
    { input: { sessionId: documentSessionId, element: canary, token: 1 }, outcome: notFound },
  ],
  releaseElementLock: ({ documentSessionId, canary }) => [
    { input: { sessionId: documentSessionId, element: canary, token: 1 }, outcome: notFound },
  ],
  setDocumentRole: ({ documentId }, own) => [
    { input: { documentId, role: 'VIEWER' }, outcome: notFound },
    { input: { documentId, userId: own.owner.userId, role: 'EDITOR' }, outcome: notFound },
  ],
  createDocumentVersion: ({ documentId }) => [{ input: { documentId, name: 'theirs' }, outcome: notFound }],
  deleteDocumentVersion: ({ documentVersionId }) => [{ input: { id: documentVersionId }, outcome: notFound }],
  restoreDocumentVersion: ({ documentVersionId }) => [
    { input: { versionId: documentVersionId, batchId: 'stolen' }, outcome: notFound },
  ],
  applyMemoryPatch: ({ documentId }) => [
    { input: { documentId, epoch: 1, baseSeq: 1, batchId: 'stolen', content: 'taken over' }, outcome: notFound },
  ],
  createCommentThread: ({ documentId, member }, own) => [
    { input: { documentId, body: 'from outside' }, outcome: notFound },
    { input: { documentId: own.documentId, body: 'hello', mentions: [member.userId] }, outcome: ['BAD_USER_INPUT'] },
  ],
  addComment: ({ commentThreadId, member }, own) => [
    { input: { threadId: commentThreadId, body: 'from outside' }, outcome: notFound },
    {
      input: { threadId: own.commentThreadId, body: 'hello', mentions: [member.userId] },
      outcome: ['BAD_USER_INPUT'],
    },
  ],
  editComment: ({ commentId }) => [{ input: { id: commentId, body: 'taken over' }, outcome: notFound }],
  deleteComment: ({ commentId }) => [{ input: { id: commentId }, outcome: notFound }],
  resolveCommentThread: ({ commentThreadId }) => [{ input: { id: commentThreadId }, outcome: notFound }],
  suggestEdit: ({ documentId }) => [
    { input: { documentId, epoch: 1, baseSeq: 1, content: 'taken over' }, outcome: notFound },
  ],
  acceptSuggestion: ({ suggestionId }) => [
    { input: { id: suggestionId }, outcome: notFound },
    { input: { id: suggestionId, hunks: [0] }, outcome: notFound },
  ],
  rejectSuggestion: ({ suggestionId }) => [{ input: { id: suggestionId }, outcome: notFound }],
  reopenCommentThread: ({ commentThreadId }) => [{ input: { id: commentThreadId }, outcome: notFound }],
  exportAudit: () => [{ input: { from: 0, first: 1000, purpose: 'a look around' }, outcome: harmless }],
  eraseAuditSubject: ({ owner }) => [
    { input: { subjectId: owner.userId, reason: 'not mine to ask' }, outcome: ['NOT_FOUND', 'harmless'] },
  ],
}
