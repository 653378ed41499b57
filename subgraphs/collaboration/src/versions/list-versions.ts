import type { Connection } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { listNewest } from '../list-newest.ts'
import type { DocumentVersionsArgs } from '../schema.generated.ts'
import { versions, type VersionRow } from './version-rows.ts'

export type DocumentVersionConnection = Connection<VersionRow>

/** A document's versions, the newest first. */
export function listVersions(
  context: Context,
  { id }: DocumentRow,
  { filter, ...page }: DocumentVersionsArgs,
): Promise<DocumentVersionConnection> {
  const isNamed = filter?.isNamed ?? null
  const where = 'document_id = ? and (?::boolean is null or (name is not null) = ?)'
  return listNewest(context, versions, { where, values: [id, isNamed, isNamed] }, page)
}
