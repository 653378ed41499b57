import type { HeldLock } from './locks/element-lock.ts'
import type { Actor, Identity } from '@graphmemory/identity/identity.ts'

/** Which document, in which tenant. */
export type DocumentKey = { readonly tenantId: string; readonly documentId: string }

/** One durable update of a document, at its place in the document's log. */
export type Entry = {
  readonly seq: number
  readonly payload: Uint8Array
  /** Who wrote it; null where the server did. */
  readonly sessionId: string | null
  readonly batchId: string | null
}

/** What lies in the log after some entry: a snapshot where entries have been compacted, and the entries after it. */
export type LogTail = {
  readonly epoch: number
  readonly headSeq: number
  /** What the document's vouchers are made with. */
  readonly voucherKey: Uint8Array
  readonly snapshot: { readonly seq: number; readonly state: Uint8Array } | null
  readonly entries: readonly Entry[]
}

/** An update on its way into the log. */
export type Append = DocumentKey & {
  readonly epoch: number
  readonly payload: Uint8Array
  readonly author: Author
  /** Null where only a part of the author's batch is stored, which acknowledges nothing. */
  readonly batchId: string | null
  /** Asked just before the commit: false once what the update builds on may not be durable. */
  readonly isCurrent: () => boolean
}

/** In whose name an update is stored, and what is written down about it. */
export type Author = {
  /** Who brings it. */
  readonly identity: Identity
  /** Whose edit it is, where another gives it back. */
  readonly writer?: Actor
  readonly sessionId: string
  readonly yjsClientId: number
  readonly batchId: string
  /** What kind of edit it is, as the audit log names actions. */
  readonly action: `document.${string}`
  /** It is stored only while the session holds all of these. */
  readonly locks?: readonly HeldLock[]
  /** What the audit log says beside. */
  readonly details?: Readonly<Record<string, unknown>>
}

export type AppendResult =
  | { readonly kind: 'stored'; readonly seq: number }
  /** The session has used this batch id, and its entry is durable. */
  | { readonly kind: 'used'; readonly seq: number }
  /** The session did not hold the locks that it named (any more), and it is not stored. */
  | { readonly kind: 'unheld' }
  /** It was no longer current, and is not stored. */
  | { readonly kind: 'stale' }
  /** The document is gone, or has another epoch. */
  | { readonly kind: 'closed' }

/** The durable side of documents. `append` resolves once the entry is durable, keeps the order of calls for a document, and throws where it may not be. */
export type DocumentLog = {
  /** Null where the document does not exist. */
  read(key: DocumentKey, afterSeq: number): Promise<LogTail | null>
  append(entry: Append): Promise<AppendResult>
  /** Writes a state in place of the entries up to `seq`, and as a version: in any case, or when enough has come since the last. */
  compact(key: DocumentKey, epoch: number, seq: number, state: Uint8Array, version: 'always' | 'due'): Promise<void>
}
