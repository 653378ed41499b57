import { ObservableV2 } from 'lib0/observable'
import { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import {
  type Closed,
  type ConnectionOptions,
  type ConnectionStatus,
  GraphMemoryConnection,
} from './graph-memory-connection.ts'
import { DocumentSync } from './document-sync.ts'
import type { EndReason, Obstacle } from './document-sync-options.ts'
import type { DocumentRole } from './operations.ts'
import type { Persistence } from './persistence.ts'
import { PresenceExchange } from './presence-exchange.ts'

/** Whether the local edits are safe: on the server's disk, on their way, or held up by something a person should know of. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'blocked'; readonly reason: Obstacle }

export type ProviderEvents = {
  status: (event: { readonly status: ConnectionStatus }) => void
  sync: (isSynced: boolean) => void
  synced: (isSynced: boolean) => void
  unsavedChanges: (isUnsaved: boolean) => void
  saveState: (state: SaveState) => void
  role: (role: DocumentRole) => void
  readOnly: (isReadOnly: boolean) => void
  'connection-close': (closed: Closed, provider: GraphMemoryProvider) => void
  'connection-error': (error: unknown, provider: GraphMemoryProvider) => void
  ended: (reason: EndReason) => void
}

export type ProviderOptions = ({ readonly connection: GraphMemoryConnection } | ConnectionOptions) & {
  readonly documentId: string
  /** The Yjs document to join; its client id becomes the session's. */
  readonly doc: Doc
  readonly awareness?: Awareness
  readonly persistence?: Persistence
  /** After how many milliseconds an unsaved edit counts as blocked. */
  readonly blockedAfterMs?: number
}

/**
 * Joins a Yjs document to one of GraphMemory's until it is destroyed. The events and properties of y-websocket's
 * provider are there under the same names.
 */
export class GraphMemoryProvider {
  readonly doc: Doc
  readonly documentId: string
  readonly awareness: Awareness
  readonly connection: GraphMemoryConnection
  readonly #events = new ObservableV2<ProviderEvents>()
  readonly #ownsAwareness: boolean
  readonly #ownsConnection: boolean
  readonly #blockedAfterMs: number
  readonly #sync: DocumentSync
  readonly #presence: PresenceExchange
  readonly #releases: (() => void)[]
  #saveState: SaveState = { kind: 'saved' }
  #blocking: ReturnType<typeof setTimeout> | undefined
  #isDestroyed = false

  constructor(options: ProviderOptions) {
    this.doc = options.doc
    this.documentId = options.documentId
    this.#ownsConnection = !('connection' in options)
    this.connection = 'connection' in options ? options.connection : new GraphMemoryConnection(options)
    this.#ownsAwareness = options.awareness === undefined
    this.awareness = options.awareness ?? new Awareness(options.doc)
    this.#blockedAfterMs = options.blockedAfterMs ?? 10_000
    this.#presence = new PresenceExchange(this.awareness, () => this.#sync.presenceChanged())
    this.#sync = new DocumentSync({
      connection: this.connection,
      documentId: options.documentId,
      doc: options.doc,
      presence: this.#presence,
      persistence: options.persistence ?? null,
      synced: (isSynced) => {
        this.#events.emit('sync', [isSynced])
        this.#events.emit('synced', [isSynced])
      },
      role: (role) => this.#events.emit('role', [role]),
      readOnly: (isReadOnly) => this.#events.emit('readOnly', [isReadOnly]),
      saving: () => this.#updateSaveState(),
      ended: (reason) => {
        this.#updateSaveState()
        this.#events.emit('ended', [reason])
      },
    })
    const onDocDestroy = () => this.destroy()
    options.doc.on('destroy', onDocDestroy)
    this.#releases = [
      () => options.doc.off('destroy', onDocDestroy),
      this.connection.on('status', (status) => this.#events.emit('status', [{ status }])),
      this.connection.on('status', () => this.#updateSaveState()),
      this.connection.on('closed', (closed) => this.#events.emit('connection-close', [closed, this])),
      this.connection.on('error', (error) => this.#events.emit('connection-error', [error, this])),
    ]
    this.#sync.start()
  }

  /** Whether the document holds all that the server has. */
  get synced(): boolean {
    return this.#sync.isSynced
  }

  get status(): ConnectionStatus {
    return this.connection.status
  }

  /** The generation of the document's history; null until the server has said it. */
  get epoch(): number | null {
    return this.#sync.epoch
  }

  /** What the viewer may do; null until the server has said it. */
  get role(): DocumentRole | null {
    return this.#sync.role
  }

  /** Whether the server can store nothing for the time being, whoever edits. */
  get readOnly(): boolean {
    return this.#sync.isReadOnly
  }

  /** Whether edits may be lost with this device: those the server has not said to be durable. */
  get unsavedChanges(): boolean {
    return this.#sync.unsavedSinceMs !== null
  }

  get saveState(): SaveState {
    return this.#saveState
  }

  /** Why the provider has stopped for good; null while it goes on. */
  get ended(): EndReason | null {
    return this.#sync.ended
  }

  on<Name extends keyof ProviderEvents>(name: Name, listener: ProviderEvents[Name]): ProviderEvents[Name] {
    return this.#events.on(name, listener)
  }

  once<Name extends keyof ProviderEvents>(name: Name, listener: ProviderEvents[Name]): void {
    this.#events.once(name, listener)
  }

  off<Name extends keyof ProviderEvents>(name: Name, listener: ProviderEvents[Name]): void {
    this.#events.off(name, listener)
  }

  /** Resolves once the document holds all that the server has. */
  async whenSynced(): Promise<void> {
    if (!this.synced) await new Promise<void>((resolve) => this.#events.once('synced', () => resolve()))
    if (!this.synced) return this.whenSynced()
  }

  /** Resolves once every edit is durable. */
  async whenSaved(): Promise<void> {
    if (this.unsavedChanges) await new Promise<void>((resolve) => this.#events.once('unsavedChanges', () => resolve()))
    if (this.unsavedChanges) return this.whenSaved()
  }

  /** Leaves the document and releases everything. Edits that are unsaved then stay unsaved. */
  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    clearTimeout(this.#blocking)
    for (const release of this.#releases) release()
    this.#sync.destroy()
    this.#presence.destroy()
    if (this.#ownsAwareness) this.awareness.destroy()
    if (this.#ownsConnection) this.connection.destroy()
    this.#events.destroy()
  }

  [Symbol.dispose](): void {
    this.destroy()
  }

  #updateSaveState(): void {
    clearTimeout(this.#blocking)
    if (this.#isDestroyed) return
    const wasUnsaved = this.#saveState.kind !== 'saved'
    const next = this.#currentSaveState()
    const isSame = JSON.stringify(next) === JSON.stringify(this.#saveState)
    this.#saveState = next
    if (wasUnsaved !== this.unsavedChanges) this.#events.emit('unsavedChanges', [this.unsavedChanges])
    if (!isSame) this.#events.emit('saveState', [next])
  }

  #currentSaveState(): SaveState {
    const sinceMs = this.#sync.unsavedSinceMs
    if (sinceMs === null) return { kind: 'saved' }
    const { obstacle } = this.#sync
    if (obstacle !== null) return { kind: 'blocked', reason: obstacle }
    const leftMs = sinceMs + this.#blockedAfterMs - performance.now()
    if (leftMs <= 0) return { kind: 'blocked', reason: this.status === 'connected' ? 'SLOW' : 'OFFLINE' }
    this.#blocking = setTimeout(() => this.#updateSaveState(), leftMs + 1)
    return { kind: 'saving' }
  }
}
