import type { Doc } from 'yjs'
import type { GraphMemoryConnection } from './graph-memory-connection.ts'
import type { DocumentRole } from './operations.ts'
import type { Persistence } from './persistence.ts'
import type { PresenceExchange } from './presence-exchange.ts'

/** Why edits are held up. */
export type Obstacle = 'OFFLINE' | 'SLOW' | 'READ_ONLY' | 'READ_ONLY_MODE' | 'TOO_LARGE' | 'INVALID' | EndReason

/** Why a provider has stopped for good. */
export type EndReason = 'EVICTED' | 'EPOCH_CHANGED' | 'NOT_FOUND' | 'FORBIDDEN'

export type DocumentSyncOptions = {
  readonly connection: GraphMemoryConnection
  readonly documentId: string
  readonly doc: Doc
  readonly presence: PresenceExchange
  readonly persistence: Persistence | null
  readonly synced: (isSynced: boolean) => void
  readonly role: (role: DocumentRole) => void
  /** Nobody's edits can be stored, or they can again. */
  readonly readOnly: (isReadOnly: boolean) => void
  /** Something about the unsaved edits has changed. */
  readonly saving: () => void
  readonly ended: (reason: EndReason) => void
}
