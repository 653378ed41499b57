import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import type { DocumentVersionsArgs } from '../schema.generated.ts'
import { toVersion, versionColumns, type StoredVersion, type VersionRow } from './version-rows.ts'

export type DocumentVersionConnection = Connection<VersionRow>

/** A document's versions, the newest first. */
export async function listVersions(
  { collaboration, viewer }: Context,
  { id: documentId }: DocumentRow,
  { filter, ...given }: DocumentVersionsArgs,
): Promise<DocumentVersionConnection> {
  const page = readPage(given, 1)
  const after = page.after?.[0] ?? null
  if (typeof after === 'number') throw badInput('after', 'not a cursor of this list')
  const isNamed = filter?.isNamed ?? null
  const rows = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<StoredVersion[]>(
      `select ${versionColumns} from collab.version
       where document_id = ? and (?::text is null or id < ?) and (?::boolean is null or (name is not null) = ?)
       order by id desc limit ?`,
      [documentId, after, after, isNamed, isNamed, page.limit + 1],
    ),
  )
  return toConnection(rows.map(toVersion), page, ({ id }) => [id])
}
