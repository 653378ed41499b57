import type { Em } from '@graphmemory/database/database.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import type { KnownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import { readByIds, type Rows } from '../read-by-ids.ts'

/** A kept state of a document, without the state. */
export type VersionRow = {
  readonly id: string
  readonly documentId: string
  readonly epoch: number
  readonly seq: number
  /** Null where it was kept by itself. */
  readonly name: string | null
  readonly author: KnownActor | null
  readonly createdAt: Date
}

export type StoredVersion = {
  readonly id: string
  readonly document_id: string
  readonly epoch: number
  readonly seq: number
  readonly name: string | null
  readonly actor_kind: KnownActor['kind'] | null
  readonly actor_id: string | null
  readonly created_at: string | Date
}

export const versionColumns = 'id, document_id, epoch, seq, name, actor_kind, actor_id, created_at'

export const toVersion = (row: StoredVersion): VersionRow => ({
  id: row.id,
  documentId: row.document_id,
  epoch: row.epoch,
  seq: row.seq,
  name: row.name,
  author: row.actor_kind === null || row.actor_id === null ? null : { kind: row.actor_kind, id: row.actor_id },
  createdAt: new Date(row.created_at),
})

export const versions: Rows<StoredVersion, VersionRow> = {
  columns: versionColumns,
  table: 'collab.version',
  toRow: toVersion,
}

export const readVersions = (em: Em, ids: readonly string[]) => readByIds(em, versions, ids)

/** The version of the viewer's tenant with this id. Throws `NOT_FOUND`. */
export async function findVersion(em: Em, id: string): Promise<VersionRow> {
  const [version] = await readVersions(em, [id])
  if (version == null) throw notFound('version')
  return version
}

/** The version with this id, of a document that the viewer may see. Throws `NOT_FOUND`. */
export async function versionOf(context: Context, id: string): Promise<VersionRow> {
  const version = await context.collaboration.database.withTenant(context.viewer, (em) => findVersion(em, id))
  if ((await context.document('id', version.documentId)) === null) throw notFound('version')
  return version
}
