import type { Target } from './target.ts'

/**
 * For each field with arguments, those that name things of a tenant: first the plain call, then variants that reach for
 * the tenant in other ways (its users in a filter, its cursors).
 */
export const fieldArguments: Readonly<Record<string, (target: Target) => readonly object[]>> = {
  'Query.memory': ({ memoryId }) => [
    { id: memoryId },
    { id: memoryId, asOf: { recordedAt: '2100-01-01T00:00:00Z' } },
    { id: memoryId, asOf: { version: 1 } },
  ],
  'Query.memoryDiff': ({ memoryId }) => [{ id: memoryId, from: 1, to: 2 }],
  'Query.memories': ({ owner, cursors, spaceId }) => [
    { first: 5 },
    { first: 5, filter: { createdBy: [owner.userId] } },
    { first: 5, after: cursors.memories },
    { first: 5, asOf: { recordedAt: '2100-01-01T00:00:00Z' } },
    { first: 5, filter: { spaceIds: [spaceId] } },
  ],
  'Query.analysis': ({ analysisId }) => [{ id: analysisId }],
  'Query.space': ({ spaceId }) => [{ id: spaceId }],
  'Query.memoryType': ({ memoryTypeName }) => [{ name: memoryTypeName }],
  'Analysis.scores': () => [{ first: 5 }],
  'Query.recallReceipt': ({ recallReceiptId }) => [{ id: recallReceiptId }],
  'Query.relation': ({ relationId }) => [
    { id: relationId },
    { id: relationId, asOf: { recordedAt: '2100-01-01T00:00:00Z' } },
  ],
  'Query.path': ({ memoryId, otherMemoryId }) => [{ fromId: memoryId, toId: otherMemoryId, maxDepth: 3 }],
  'Query.paths': ({ owner, memoryId, otherMemoryId }) => [
    { fromId: memoryId, toId: otherMemoryId, onlyShortest: false },
    { fromId: memoryId, toId: otherMemoryId, by: 'WEIGHT', filter: { createdBy: [owner.userId] } },
  ],
  'Query.subgraph': ({ owner, memoryId, otherMemoryId }) => [
    { ids: [memoryId, otherMemoryId], depth: 2 },
    { ids: [memoryId], depth: 2, filter: { createdBy: [owner.userId] } },
    { ids: [memoryId, otherMemoryId], depth: 2, asOf: { recordedAt: '2100-01-01T00:00:00Z' } },
  ],
  'Query.commonNeighbours': ({ memoryId, otherMemoryId }) => [
    { ids: [memoryId, otherMemoryId] },
    { ids: [memoryId, otherMemoryId], asOf: { recordedAt: '2100-01-01T00:00:00Z' } },
  ],
  'Query.queryGraph': ({ memoryId }) => [
    { statement: 'MATCH (a:Memory) RETURN a.id, a.title, a.content', first: 50 },
    { statement: 'MATCH (a:Memory {id: $id}) RETURN a', parameters: { id: memoryId } },
  ],
  'Query.searchMemories': ({ canary, owner, cursors }) => [
    { query: canary, first: 5 },
    { query: 'garden', first: 5, filter: { createdBy: [owner.userId] } },
    { query: canary, first: 5, after: cursors.search },
  ],
  'Query.document': ({ documentId }) => [{ id: documentId }],
  'Query.documents': ({ spaceId, canary, cursors }) => [
    { first: 5 },
    { first: 5, filter: { spaceId } },
    { first: 5, filter: { title: canary } },
    { first: 5, filter: { isDeleted: true } },
    { first: 5, after: cursors.documents },
  ],
  'Query.suggestion': ({ suggestionId }) => [{ id: suggestionId }],
  'Query.commentThread': ({ commentThreadId }) => [{ id: commentThreadId }],
  'Query.auditEvents': ({ owner, memoryId, cursors }) => [
    { first: 5 },
    { first: 5, filter: { actorId: owner.userId } },
    { first: 5, filter: { resourceId: memoryId } },
    { first: 5, after: cursors.auditEvents },
  ],
  'Query.auditEvent': ({ auditEventId }) => [{ id: auditEventId }],
  'Query.auditProof': ({ auditEventId }) => [{ eventId: auditEventId }],
  'Query.auditConsistency': () => [{ from: 1, to: 2 }],
  'Memory.relations': ({ cursors }) => [
    { first: 5 },
    { first: 5, anyTime: true },
    { first: 5, after: cursors.relations },
  ],
  'Memory.relationCounts': () => [{}],
  'Memory.neighbours': ({ owner, cursors }) => [
    { depth: 2, first: 5 },
    { depth: 2, first: 5, filter: { createdBy: [owner.userId] } },
    { depth: 2, first: 5, after: cursors.neighbours },
  ],
  'GraphStatistics.perDay': () => [{ days: 3 }],
  'Memory.similar': ({ owner }) => [{ first: 5 }, { first: 5, filter: { createdBy: [owner.userId] } }],
  'Memory.likelyDuplicates': () => [{ first: 5 }],
  'Memory.suggestedLinks': () => [{ first: 5 }],
  'Memory.history': ({ cursors }) => [{ first: 5 }, { first: 5, after: cursors.history }],
  'Document.state': () => [{}],
  'Query.documentVersion': ({ documentVersionId }) => [{ id: documentVersionId }],
  'Document.versions': ({ cursors }) => [
    { first: 5 },
    { first: 5, filter: { isNamed: true } },
    { first: 5, after: cursors.versions },
  ],
  'Document.changesFrom': ({ documentVersionId }) => [{ versionId: documentVersionId }],
  'Document.authorship': () => [{}, { from: 1 }],
  'DocumentVersion.changesFrom': ({ documentVersionId }) => [{ versionId: documentVersionId }],
  'Document.textAt': () => [{}, { seq: 1 }],
  'Document.commentThreads': ({ member, cursors }) => [
    { first: 5 },
    { first: 5, filter: { status: 'OPEN', mentions: member.userId } },
    { first: 5, after: cursors.commentThreads },
  ],
  'Document.suggestions': ({ cursors }) => [
    { first: 5 },
    { first: 5, filter: { status: 'OPEN' } },
    { first: 5, after: cursors.suggestions },
  ],
  'CommentThread.comments': ({ cursors }) => [{ first: 5 }, { first: 5, after: cursors.comments }],
  'Tenant.members': ({ cursors }) => [{ first: 5 }, { first: 5, after: cursors.members }],
  'Tenant.invitations': ({ cursors }) => [{ first: 5 }, { first: 5, after: cursors.invitations }],
  'Tenant.apiKeys': ({ cursors }) => [{ first: 5 }, { first: 5, after: cursors.apiKeys }],
  'Viewer.memberships': ({ cursors }) => [{ first: 5 }, { first: 5, after: cursors.memberships }],
  'Viewer.sessions': ({ cursors }) => [{ first: 5 }, { first: 5, after: cursors.sessions }],
}
