import type { Database, Em } from '@graphmemory/database/database.ts'
import type { Rows } from './read-by-ids.ts'
import { placeOf, type Place } from './place-access.ts'
import type { DocumentKind } from './schema.generated.ts'

/** A document as its row says, with the tenant it lies in. */
export type DocumentRow = {
  readonly id: string
  readonly tenantId: string
  readonly kind: DocumentKind
  /** Whose content it is; null where it is free. */
  readonly memoryId: string | null
  /** Where a free document lies. */
  readonly spaceId: string | null
  /** What a free document is called. */
  readonly title: string | null
  readonly epoch: number
  readonly headSeq: number
  readonly projectedSeq: number
  readonly createdAt: Date
  readonly editedAt: Date
  /** When a free document was deleted. */
  readonly deletedAt: Date | null
}

type StoredDocument = {
  readonly id: string
  readonly tenant_id: string
  readonly kind: DocumentKind
  readonly memory_id: string | null
  readonly space_id: string | null
  readonly title: string | null
  readonly epoch: number
  readonly head_seq: number
  readonly projected_seq: number
  readonly created_at: string | Date
  readonly edited_at: string | Date
  readonly deleted_at: string | Date | null
}

const documentColumns =
  'id, tenant_id, kind, memory_id, space_id, title, epoch, head_seq, projected_seq, created_at, edited_at, deleted_at'

const toDocument = (row: StoredDocument): DocumentRow => ({
  id: row.id,
  tenantId: row.tenant_id,
  kind: row.kind,
  memoryId: row.memory_id,
  spaceId: row.space_id,
  title: row.title,
  epoch: row.epoch,
  headSeq: row.head_seq,
  projectedSeq: row.projected_seq,
  createdAt: new Date(row.created_at),
  editedAt: new Date(row.edited_at),
  deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
})

export const documents: Rows<StoredDocument, DocumentRow> = {
  columns: documentColumns,
  table: 'collab.document',
  toRow: toDocument,
}

/** The seeded documents of the tenant with these ids, or of these memories, in no order; without those that are deleted. */
export async function readDocuments(em: Em, by: 'id' | 'memory_id', keys: readonly string[]): Promise<DocumentRow[]> {
  const rows = await em.execute<StoredDocument[]>(
    `select ${documentColumns} from collab.document
     where ${by} in (select json_array_elements_text(?::json)) and head_seq > 0 and deleted_at is null`,
    [JSON.stringify(keys)],
  )
  return rows.map(toDocument)
}

/** Where a document lies; null where there is none, or it is deleted. */
export async function readPlace(database: Database, tenantId: string, documentId: string): Promise<Place | null> {
  const [row] = await database.callWithTenantId<Pick<StoredDocument, 'memory_id' | 'space_id'>>(
    tenantId,
    'collab.place_of',
    [documentId],
  )
  return row === undefined ? null : placeOf({ memoryId: row.memory_id, spaceId: row.space_id })
}
