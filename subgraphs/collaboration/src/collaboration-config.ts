import type { DocumentLog } from './document-log.ts'
import type { Limits } from './limits.ts'

export type Config = {
  /** How long, at most, edits of a busy document are gathered before they are sent. */
  readonly windowMs?: number
  readonly compactAfterEntries?: number
  /** How many of a document's last entries are kept at least, as what patches may build on. */
  readonly historyEntries?: number
  /** After how many entries, and after how long without one, a version is kept by itself; and how many of these at most. */
  readonly versionAfterEntries?: number
  readonly versionAfterMs?: number
  readonly versionsKept?: number
  /** How long a document is left alone before its text is brought into the graph. */
  readonly projectIdleMs?: number
  readonly limits?: Partial<Limits>
  /** How often the identity of an open socket is looked up again without news. */
  readonly recheckMs?: number
  /** How often a node compares its documents with the logs' heads, where news comes and where it does not. */
  readonly headCheckMs?: { readonly healthy: number; readonly unhealthy: number }
  /** How often it is looked whether anything can be written, and how long it may not be before editors are told. */
  readonly writeWatch?: { readonly everyMs: number; readonly momentMs: number }
  /** How long a document stays in memory unused. */
  readonly roomIdleMs?: number
  /** Stands before the log in PostgreSQL: a fault to test with. */
  readonly wrapLog?: (log: DocumentLog) => DocumentLog
}
