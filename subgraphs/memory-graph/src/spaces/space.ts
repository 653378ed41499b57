import type { Em } from '@graphmemory/database/database.ts'
import type { ActorKind } from '../graph-types.ts'

export const spaceVisibilities = ['OPEN', 'PRIVATE'] as const
export type SpaceVisibility = (typeof spaceVisibilities)[number]
export const spaceRoles = ['VIEWER', 'EDITOR'] as const
export type SpaceRole = (typeof spaceRoles)[number]

/** A tenant's sub-collection of memories. */
export type Space = {
  readonly id: string
  /** Under which name another system knows it. */
  readonly externalId: string | null
  readonly name: string
  readonly description: string
  readonly visibility: SpaceVisibility
  readonly ownerId: string
  readonly version: number
  readonly createdAt: Date
  readonly createdByKind: ActorKind
  readonly createdBy: string
  readonly updatedAt: Date
  readonly updatedByKind: ActorKind
  readonly updatedBy: string
}

/** Whom a space is shared with. */
export type SpaceShare = { readonly userId: string; readonly role: SpaceRole; readonly sharedAt: Date }

/** The spaces that the transaction may see, by name; with ids, only those. */
export async function findSpaces(em: Em, ids: readonly string[] | null): Promise<Space[]> {
  const rows = await em.execute<Space[]>(
    `select id, external_id as "externalId", name, description, visibility, owner_id as "ownerId", version, created_at as "createdAt",
       created_by_kind as "createdByKind", created_by as "createdBy", updated_at as "updatedAt",
       updated_by_kind as "updatedByKind", updated_by as "updatedBy"
     from graph.space join graph.space_access on space_id = id
     where deleted_at is null and (?::jsonb is null or ?::jsonb @> to_jsonb(id)) order by name, id`,
    [ids === null ? null : JSON.stringify(ids), ids === null ? null : JSON.stringify(ids)],
  )
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) }))
}

/** The spaces of these ids, in their order; null for what is not there, deleted, or hidden from the transaction. */
export async function readSpaces(em: Em, ids: readonly string[]): Promise<(Space | null)[]> {
  const byId = new Map((await findSpaces(em, [...new Set(ids)])).map((space) => [space.id, space]))
  return ids.map((id) => byId.get(id) ?? null)
}
