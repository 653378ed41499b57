import type { Member } from '../../harness/people.ts'

/** One tenant with something in every corner, and what an attacker might have learnt of it. */
export type Target = {
  /** Stands in every text that belongs to this tenant, and nowhere else. */
  readonly canary: string
  readonly owner: Member
  readonly member: Member
  readonly sessionId: string
  readonly invitationId: string
  readonly invitationToken: string
  readonly apiKeyId: string
  readonly memoryId: string
  readonly otherMemoryId: string
  readonly deletedMemoryId: string
  readonly relationId: string
  readonly recallReceiptId: string
  readonly analysisId: string
  readonly memoryTypeName: string
  readonly spaceId: string
  readonly importId: string
  readonly idempotencyKey: string
  readonly documentId: string
  readonly freeDocumentId: string
  readonly deletedDocumentId: string
  readonly documentSessionId: string
  readonly documentVersionId: string
  readonly commentThreadId: string
  readonly commentId: string
  readonly suggestionId: string
  readonly auditEventId: string
  readonly cursors: {
    readonly memories: string
    readonly relations: string
    readonly neighbours: string
    readonly history: string
    readonly search: string
    readonly members: string
    readonly invitations: string
    readonly apiKeys: string
    readonly memberships: string
    readonly sessions: string
    readonly auditEvents: string
    readonly documents: string
    readonly versions: string
    readonly commentThreads: string
    readonly comments: string
    readonly suggestions: string
  }
}
