import { LRUCache } from 'lru-cache'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database, Em } from '@graphmemory/database/database.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import { actorOf, tenantOf, type Actor, type Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { knownActor } from './actor-kinds.ts'
import type { DocumentRow } from './document-row.ts'
import type { Limits } from './limits.ts'
import { Recent } from './recent.ts'
import type { DocumentRoles } from './roles/document-roles.ts'
import type { DocumentRole, PushDocumentPayload } from './schema.generated.ts'
import { firstClientId, takeClientIds } from './take-client-ids.ts'
import { TokenBucket } from './token-bucket.ts'
import { Turns } from './turns.ts'

/** One editor's place at one document. */
export type Session = {
  readonly id: string
  readonly tenantId: string
  readonly documentId: string
  readonly epoch: number
  readonly yjsClientId: number
  readonly actor: Actor
  /** The role it was opened with; what it may do now is decided at every use. */
  readonly openedAs: DocumentRole
  /** Opened when the document had as many editors as it may have. */
  readonly isCapped: boolean
  readonly pushes: TokenBucket
  readonly presences: TokenBucket
  /** Its edits are offered to the document in the order in which they came. */
  readonly turns: Turns
  /** The answers to the session's last batches on this node. */
  readonly batches: Recent<Promise<PushDocumentPayload>>
  expiresAt: Date
  isClosed: boolean
}

const lifetimeMs = 5 * 60_000
/** Renewals are written down when this much of the lifetime has passed. */
const writeAfterMs = 60_000
const heartbeatMs = 60_000
/** How many Yjs client ids one push may come with for the first time. */
const maxClaims = 100

type Row = {
  id: string
  tenant_id: string
  document_id: string
  epoch: number
  yjs_client_id: number
  actor_kind: Actor['kind']
  actor_id: string
  role: DocumentRole
  is_capped: boolean
  expires_at: string | Date
  closed_at: string | Date | null
}

/** In whose name something was written. */
export type Writer = { readonly sessionId: string; readonly actor: Actor }

/** The sessions, in PostgreSQL so that any node serves them, with those of this node in memory. */
export class Sessions {
  readonly #database: Database
  readonly #limits: Limits
  readonly #roles: DocumentRoles
  readonly #known = new LRUCache<string, Session>({ max: 50_000 })
  /** Who writes under a Yjs client id of a document's epoch: it never changes. */
  readonly #authors = new LRUCache<string, { readonly kind: string; readonly id: string }>({ max: 50_000 })

  /** Whose session has a Yjs client id of a document's epoch. */
  readonly #writers = new LRUCache<string, Writer>({ max: 10_000 })

  constructor(database: Database, limits: Limits, roles: DocumentRoles) {
    this.#database = database
    this.#limits = limits
    this.#roles = roles
  }

  static readonly heartbeatMs = heartbeatMs

  /** Opens a session in the transaction of `em`, with what the viewer may do with the document. */
  async open(em: Em, viewer: Identity, document: DocumentRow, role: DocumentRole): Promise<Session> {
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document.open_session',
      resource: { type: 'document', id: document.id },
      details: { role },
    })
    const actor = knownActor(viewer)
    const expiresAt = new Date(Date.now() + lifetimeMs)
    const [yjsClientId] = await takeClientIds(em, document, actor, 1)
    const [row] = await em.execute<Row[]>(
      `insert into collab.session
         (id, tenant_id, document_id, epoch, yjs_client_id, actor_kind, actor_id, role, expires_at, is_capped)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?,
         (select count(*) from collab.session s where s.document_id = ? and s.closed_at is null and s.expires_at > now()
            and s.role = 'EDITOR' and not s.is_capped) >= ?)
       returning *`,
      [
        newId('dse'),
        document.tenantId,
        document.id,
        document.epoch,
        yjsClientId,
        actor.kind,
        actor.id,
        role,
        expiresAt,
        document.id,
        this.#limits.editorsPerDocument,
      ],
    )
    if (row === undefined) throw notFound('document')
    return this.#remember(row)
  }

  /** The session, if it is the viewer's own; `NOT_FOUND` for everybody else. It may have ended. */
  async ofViewer(viewer: Identity, sessionId: string): Promise<Session> {
    const session = this.#known.get(sessionId) ?? (await this.#read(viewer, sessionId))
    const actor = actorOf(viewer)
    if (
      session === undefined ||
      session.tenantId !== tenantOf(viewer) ||
      session.actor.kind !== actor.kind ||
      session.actor.id !== actor.id
    ) {
      throw notFound('session')
    }
    return session
  }

  /** What the session may do now, in the hands of this viewer; null: not even read. */
  async roleOf(session: Session, viewer: Identity): Promise<DocumentRole | null> {
    const role = await this.#roles.of(viewer, session.documentId)
    return role === 'EDITOR' && session.isCapped ? 'VIEWER' : role
  }

  isOver(session: Session): boolean {
    return session.isClosed || session.expiresAt.getTime() < Date.now()
  }

  /** Puts the session's end off. Not written down each time: another node may take it for a minute older than it is. */
  async renew(session: Session): Promise<void> {
    if (this.isOver(session)) return
    const expiresAt = new Date(Date.now() + lifetimeMs)
    if (expiresAt.getTime() - session.expiresAt.getTime() < writeAfterMs) return
    session.expiresAt = expiresAt
    await this.#database.withTenantId(session.tenantId, (em) =>
      em.execute(
        'update collab.session set expires_at = ? where id = ? and closed_at is null',
        [expiresAt, session.id],
        'run',
      ),
    )
  }

  /** Renews a session that is in use on this node. */
  async keep(sessionId: string): Promise<void> {
    const session = this.#known.get(sessionId)
    if (session !== undefined) await this.renew(session)
  }

  async close(viewer: Identity, session: Session): Promise<void> {
    await this.#database.withTenant(viewer, async (em) => {
      await recordAudit(em, viewer, {
        type: 'collaboration',
        action: 'document.close_session',
        resource: { type: 'document', id: session.documentId },
      })
      await em.execute(
        'update collab.session set closed_at = coalesce(closed_at, now()) where id = ?',
        [session.id],
        'run',
      )
    })
    session.isClosed = true
  }

  /** Another node has ended a session. */
  ended(sessionId: string): void {
    const session = this.#known.get(sessionId)
    if (session !== undefined) session.isClosed = true
  }

  /**
   * Whether the session's actor may write under these Yjs client ids: those of his sessions, and those that nobody has
   * used, which are his from then on (what he wrote offline, or before he had a session).
   */
  async claimClientIds(session: Session, yjsClientIds: readonly number[]): Promise<boolean> {
    const { tenantId, documentId, epoch, actor } = session
    const keyOf = keyIn(session)
    const unknown = yjsClientIds.filter((id) => !this.#authors.has(keyOf(id)))
    if (unknown.some((id) => id < firstClientId) || unknown.length > maxClaims) return false
    if (unknown.length > 0) {
      const rows = await this.#database.withTenantId(tenantId, async (em) => {
        const ids = JSON.stringify(unknown)
        await em.execute(
          `insert into collab.author (tenant_id, document_id, epoch, yjs_client_id, actor_kind, actor_id)
           select ?, ?, ?, value::bigint, ?, ? from json_array_elements_text(?::json) order by value on conflict do nothing`,
          [tenantId, documentId, epoch, actor.kind, actor.id, ids],
          'run',
        )
        return em.execute<{ id: string; kind: string; actor_id: string }[]>(
          `select yjs_client_id::text as id, actor_kind as kind, actor_id from collab.author where document_id = ? and epoch = ?
             and yjs_client_id in (select value::bigint from json_array_elements_text(?::json))`,
          [documentId, epoch, ids],
        )
      })
      for (const { id, kind, actor_id } of rows) this.#authors.set(keyOf(Number(id)), { kind, id: actor_id })
    }
    return yjsClientIds.every((yjsClientId) => {
      const author = this.#authors.get(keyOf(yjsClientId))
      return author?.kind === actor.kind && author.id === actor.id
    })
  }

  /** Those of the same document and epoch whose sessions have, or had, these Yjs client ids. */
  async writersOf(session: Session, yjsClientIds: readonly number[]): Promise<ReadonlyMap<number, Writer>> {
    const { tenantId, documentId, epoch } = session
    const keyOf = keyIn(session)
    const unknown = yjsClientIds.filter((id) => !this.#writers.has(keyOf(id)))
    if (unknown.length > 0) {
      const rows = await this.#database.withTenantId(tenantId, (em) =>
        em.execute<Pick<Row, 'id' | 'yjs_client_id' | 'actor_kind' | 'actor_id'>[]>(
          `select id, yjs_client_id, actor_kind, actor_id from collab.session where document_id = ? and epoch = ?
             and yjs_client_id in (select value::integer from json_array_elements_text(?::json))`,
          [documentId, epoch, JSON.stringify(unknown)],
        ),
      )
      for (const { id, yjs_client_id, actor_kind, actor_id } of rows)
        this.#writers.set(keyOf(yjs_client_id), { sessionId: id, actor: { kind: actor_kind, id: actor_id } })
    }
    return new Map(
      yjsClientIds.flatMap((id): [number, Writer][] => {
        const writer = this.#writers.get(keyOf(id))
        return writer === undefined ? [] : [[id, writer]]
      }),
    )
  }

  async #read(viewer: Identity, sessionId: string): Promise<Session | undefined> {
    const [row] = await this.#database.withTenant(viewer, (em) =>
      em.execute<Row[]>('select * from collab.session where id = ?', [sessionId]),
    )
    return row === undefined ? undefined : (this.#known.get(sessionId) ?? this.#remember(row))
  }

  #remember(row: Row): Session {
    const session: Session = {
      id: row.id,
      tenantId: row.tenant_id,
      documentId: row.document_id,
      epoch: row.epoch,
      yjsClientId: row.yjs_client_id,
      actor: { kind: row.actor_kind, id: row.actor_id },
      openedAs: row.is_capped && row.role === 'EDITOR' ? 'VIEWER' : row.role,
      isCapped: row.is_capped,
      pushes: new TokenBucket(this.#limits.pushesPerSecond),
      presences: new TokenBucket(this.#limits.presencesPerSecond),
      turns: new Turns(),
      batches: new Recent(256),
      expiresAt: new Date(row.expires_at),
      isClosed: row.closed_at !== null,
    }
    this.#known.set(session.id, session)
    return session
  }
}

/** How a Yjs client id is called across documents and epochs. */
const keyIn =
  ({ documentId, epoch }: Session) =>
  (yjsClientId: number) =>
    `${documentId}/${epoch}/${yjsClientId}`
