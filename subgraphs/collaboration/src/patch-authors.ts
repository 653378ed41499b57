import { LRUCache } from 'lru-cache'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database, Em } from '@graphmemory/database/database.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import { actorOf, type Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { knownActor } from './actor-kinds.ts'
import type { DocumentRow } from './document-row.ts'
import type { Limits } from './limits.ts'
import { takeClientIds } from './take-client-ids.ts'
import { TokenBucket } from './token-bucket.ts'

/** In whose name the patches of one actor to one document are written. */
export type PatchAuthor = {
  /** The same on every node: a batch that arrives at two is stored once. */
  readonly sessionId: string
  /** Where this node wrote last. Never another node's: two that write under one id would write the same clocks. */
  yjsClientId: number | null
  readonly patches: TokenBucket
  /** The patches under way on this node, by batch id. */
  readonly underWay: Map<string, Promise<number>>
}

/** The authors of patches: callers that hold no session, and send whole texts. */
export class PatchAuthors {
  readonly #database: Database
  readonly #limits: Limits
  readonly #known = new LRUCache<string, Promise<PatchAuthor>>({ max: 10_000 })

  constructor(database: Database, limits: Limits) {
    this.#database = database
    this.#limits = limits
  }

  of(viewer: Identity, document: DocumentRow): Promise<PatchAuthor> {
    const { kind, id } = actorOf(viewer)
    const key = JSON.stringify([document.tenantId, document.id, document.epoch, kind, id])
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const author = this.#database
      .withTenant(viewer, (em) => sessionForPatches(em, viewer, document))
      .then((sessionId) => ({
        sessionId,
        yjsClientId: null,
        patches: new TokenBucket(this.#limits.patchesPerSecond),
        underWay: new Map<string, Promise<number>>(),
      }))
    this.#known.set(key, author)
    author.catch(() => this.#known.delete(key))
    return author
  }

  /** A Yjs client id that nobody has used, which is the viewer's from now on. */
  takeClientId(viewer: Identity, document: DocumentRow): Promise<number> {
    return this.#database.withTenant(viewer, (em) => addClientId(em, viewer, document))
  }
}

async function addClientId(em: Em, viewer: Identity, document: DocumentRow): Promise<number> {
  const [yjsClientId] = await takeClientIds(em, document, knownActor(viewer), 1)
  if (yjsClientId === undefined) throw new Error('no client id was taken')
  return yjsClientId
}

/** The session that stands for an actor's patches: it is closed, so that nobody can push with it. */
async function sessionForPatches(em: Em, viewer: Identity, document: DocumentRow): Promise<string> {
  const { kind, id } = actorOf(viewer)
  const find = () =>
    em.execute<{ id: string }[]>(
      `select id from collab.session
       where document_id = ? and epoch = ? and actor_kind = ? and actor_id = ? and is_for_patches`,
      [document.id, document.epoch, kind, id],
    )
  const [existing] = await find()
  if (existing !== undefined) return existing.id
  await recordAudit(em, viewer, {
    type: 'collaboration',
    action: 'document.open_session',
    resource: { type: 'document', id: document.id },
    details: { role: 'EDITOR', isForPatches: true },
  })
  await em.execute(
    `insert into collab.session (id, tenant_id, document_id, epoch, yjs_client_id, actor_kind, actor_id, role,
       expires_at, closed_at, is_for_patches)
     values (?, ?, ?, ?, ?, ?, ?, 'EDITOR', now(), now(), true)
     on conflict (document_id, epoch, actor_kind, actor_id) where is_for_patches do nothing`,
    [newId('dse'), document.tenantId, document.id, document.epoch, await addClientId(em, viewer, document), kind, id],
    'run',
  )
  const [opened] = await find()
  if (opened === undefined) throw notFound('document')
  return opened.id
}
