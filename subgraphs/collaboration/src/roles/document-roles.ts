import { LRUCache } from 'lru-cache'
import type { Database, Em } from '@graphmemory/database/database.ts'
import { actorOf, tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import { documentRoleOf } from '../document-role.ts'
import { readPlace } from '../document-row.ts'
import type { Access, Place, PlaceAccess } from '../place-access.ts'
import type { DocumentRole } from '../schema.generated.ts'

/** What a caller, or everybody whom no other rule names, may at most do with a document. */
export type RoleRule = {
  readonly kind: 'user' | 'apiKey' | '*'
  readonly id: string
  readonly role: DocumentRole
  readonly setAt: Date
}

const ranks: readonly DocumentRole[] = ['VIEWER', 'COMMENTER', 'SUGGESTER', 'EDITOR']
/** How long a rule counts whose change this node has not heard of. */
const trustMs = 10_000

/**
 * What callers may do with single documents. A rule takes away from what the tenant allows, and never adds to it; so does the
 * space in which the document, or its memory, lies.
 */
export class DocumentRoles {
  readonly #database: Database
  readonly #rules = new LRUCache<string, Promise<readonly RoleRule[]>>({ max: 10_000, ttl: trustMs })

  /** Where documents lie. */
  readonly #places = new LRUCache<string, Place>({ max: 50_000, ttl: trustMs })
  readonly #access: PlaceAccess

  constructor(database: Database, access: PlaceAccess) {
    this.#database = database
    this.#access = access
  }

  /** Null: not even read. */
  async of(viewer: Identity, documentId: string): Promise<DocumentRole | null> {
    const most = inSpace(documentRoleOf(viewer), await this.accessTo(viewer, documentId))
    if (!isRuled(viewer, most)) return most
    let rules = this.#rules.get(documentId)
    if (rules === undefined) {
      rules = this.#database.withTenantId(tenantOf(viewer), (em) => readRules(em, documentId))
      this.#rules.set(documentId, rules)
      rules.catch(() => this.#rules.delete(documentId))
    }
    return within(most, viewer, await rules)
  }

  /** What spaces let the viewer do with a document; nothing where there is no such document. */
  async accessTo(viewer: Identity, documentId: string): Promise<Access> {
    const known = this.#places.get(documentId)
    const place = known ?? (await readPlace(this.#database, tenantOf(viewer), documentId))
    if (place === null) return 'NONE'
    if (known === undefined) this.#places.set(documentId, place)
    return this.#access.of(viewer, place)
  }

  /** The same, as it stands in the transaction of `em`, where what the space says was asked for before. */
  async in(em: Em, viewer: Identity, documentId: string, access: Access): Promise<DocumentRole | null> {
    const most = inSpace(documentRoleOf(viewer), access)
    return isRuled(viewer, most) ? within(most, viewer, await readRules(em, documentId)) : most
  }

  /** What spaces of a tenant let people do has been changed. */
  spacesChanged(tenantId: string): void {
    this.#access.changed(tenantId)
  }

  forget(documentId: string): void {
    this.#rules.delete(documentId)
    this.#places.delete(documentId)
  }
}

function inSpace(role: DocumentRole | null, access: Access): DocumentRole | null {
  if (role === null || access === 'NONE') return null
  return access === 'READ' ? 'VIEWER' : role
}

/** The rules of a document, the oldest first. */
export async function readRules(em: Em, documentId: string): Promise<RoleRule[]> {
  const rows = await em.execute<{ kind: RoleRule['kind']; id: string; role: DocumentRole; set_at: string | Date }[]>(
    `select actor_kind as kind, actor_id as id, role, set_at from collab.role where document_id = ?
     order by set_at, actor_kind, actor_id`,
    [documentId],
  )
  return rows.map(({ kind, id, role, set_at }) => ({ kind, id, role, setAt: new Date(set_at) }))
}

export const isAtLeast = (role: DocumentRole | null, least: DocumentRole): boolean =>
  role !== null && ranks.indexOf(role) >= ranks.indexOf(least)

/** Who manages documents cannot be shut out of one. */
const isRuled = (viewer: Identity, most: DocumentRole | null): most is DocumentRole =>
  most !== null && !can(viewer, 'manage', 'document')

function within(most: DocumentRole, viewer: Identity, rules: readonly RoleRule[]): DocumentRole {
  const actor = actorOf(viewer)
  const rule =
    rules.find(({ kind, id }) => kind === actor.kind && id === actor.id) ?? rules.find(({ kind }) => kind === '*')
  return rule === undefined || isAtLeast(rule.role, most) ? most : rule.role
}
