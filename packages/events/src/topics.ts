/**
 * The catalogue of news that parts of GraphMemory tell each other. News is delivered at most once and carries only
 * what a listener needs to go and read the truth in PostgreSQL: whoever misses it catches up from there.
 */
export type Topics = {
  /** A tenant's operation log has grown up to and including `seq`. */
  'graph.committed': { readonly tenantId: string; readonly seq: number }
  /** What some people or keys see of a tenant's graph has been changed by other means than by the log. */
  'graph.access_changed': { readonly tenantId: string }
  /** An import of lines has come further, or to its end. */
  'graph.import_progressed': { readonly tenantId: string; readonly importId: string }
  /** Entries `fromSeq..toSeq` of a document's log are committed; `node` wrote them. */
  'document.committed': {
    readonly tenantId: string
    readonly documentId: string
    readonly epoch: number
    readonly fromSeq: number
    readonly toSeq: number
    readonly node: string
    /** The entries themselves in base64, in order, where they are small. */
    readonly updates?: readonly string[]
  }
  /** What happens around a document has been numbered up to and including `seq`. */
  'document.activity': { readonly tenantId: string; readonly documentId: string; readonly seq: number }
  /** More of a tenant's memories have vectors. */
  'graph.embedded': { readonly tenantId: string }
  /**
   * What sessions of a document on `node` look at, as `[Yjs client id, clock, state or null]`, and which of its sessions
   * has ended.
   */
  'document.presence': {
    readonly tenantId: string
    readonly documentId: string
    readonly node: string
    readonly changes: readonly (readonly [number, number, unknown])[]
    readonly endedSessionId?: string
  }
  /** An entry of a document has brought back what a version held; `node` wrote it. */
  'document.restored': {
    readonly tenantId: string
    readonly documentId: string
    readonly versionId: string
    readonly seq: number
    readonly node: string
  }
  /** Who may do what with a document has been changed. */
  'document.roles_changed': { readonly tenantId: string; readonly documentId: string }
  /** Elements of a document are held until some time by the session with a Yjs client id, or with nulls by nobody. */
  'document.locks_changed': {
    readonly tenantId: string
    readonly documentId: string
    readonly node: string
    readonly changes: readonly {
      readonly element: string
      readonly yjsClientId: number | null
      readonly expiresAt: string | null
    }[]
  }
  /** Sessions, memberships, roles or keys changed: whoever caches one of these identities forgets it. */
  'identity.changed': {
    readonly userId?: string
    readonly sessionId?: string
    readonly tenantId?: string
    readonly apiKeyId?: string
  }
  /** A tenant has become read-only, or is no longer. */
  'tenant.read_only_changed': { readonly tenantId: string }
  /** Audit records of a tenant wait to be sealed. */
  'audit.recorded': { readonly tenantId: string }
}

export type Topic = keyof Topics
