import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { DocumentRole } from '../schema.generated.ts'
import type { Session, Sessions } from '../sessions.ts'
import type { DocumentRoles } from './document-roles.ts'

export type Watched = {
  readonly session: Session
  /** Who stands behind the stream now. */
  readonly viewer: () => Identity
  /** Is told of the new role, or with null that the document may not even be read any more. */
  readonly changed: (role: DocumentRole | null) => void
}

type Watch = Watched & { told: DocumentRole | null }

/** Keeps open streams true to the roles of those who listen. */
export class RoleWatches {
  readonly #roles: DocumentRoles
  readonly #sessions: Sessions
  readonly #events: EventBus
  readonly #log: Log
  readonly #watches = new Set<Watch>()

  constructor(roles: DocumentRoles, sessions: Sessions, events: EventBus, log: Log) {
    this.#roles = roles
    this.#sessions = sessions
    this.#events = events
    this.#log = log
  }

  /** Begins to hear of changes on other nodes, until what is given back is disposed of. */
  async listen(): Promise<AsyncDisposable> {
    await using opening = new AsyncDisposableStack()
    opening.use(
      await this.#events.subscribe('document.roles_changed', ({ documentId }) => this.#rulesChanged(documentId)),
    )
    opening.use(await this.#events.subscribe('graph.access_changed', ({ tenantId }) => this.#spacesChanged(tenantId)))
    return opening.move()
  }

  /** Watches a stream that was opened with a role; gives back what ends it. */
  watch(watched: Watched, told: DocumentRole): () => void {
    const watch: Watch = { ...watched, told }
    this.#watches.add(watch)
    // What has changed while the stream was opened.
    void this.#check(watch)
    return () => void this.#watches.delete(watch)
  }

  /** The rules of a document have been changed, durably: every node takes them to heart. */
  async tell(tenantId: string, documentId: string): Promise<void> {
    this.#events.publish('document.roles_changed', { tenantId, documentId })
    await this.#rulesChanged(documentId)
  }

  async recheck(isMeant: (session: Session) => boolean = () => true): Promise<void> {
    await Promise.all([...this.#watches].filter(({ session }) => isMeant(session)).map((watch) => this.#check(watch)))
  }

  #rulesChanged(documentId: string): Promise<void> {
    this.#roles.forget(documentId)
    return this.recheck((session) => session.documentId === documentId)
  }

  #spacesChanged(tenantId: string): Promise<void> {
    this.#roles.spacesChanged(tenantId)
    return this.recheck((session) => session.tenantId === tenantId)
  }

  async #check(watch: Watch): Promise<void> {
    try {
      const role = await this.#sessions.roleOf(watch.session, watch.viewer())
      if (role === watch.told || !this.#watches.has(watch)) return
      watch.told = role
      watch.changed(role)
    } catch (error) {
      this.#log.warn({ err: error }, 'the role of a listener could not be looked up')
    }
  }
}
