import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Connection } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import { documents, type DocumentRow } from '../document-row.ts'
import { listNewest } from '../list-newest.ts'
import type { QueryDocumentsArgs } from '../schema.generated.ts'
import { maxTitleLength } from './read-title.ts'

export type DocumentConnection = Connection<DocumentRow>

/** The free documents of the tenant that the viewer may see, or could if they were not deleted, the newest first. */
export async function listDocuments(
  context: Context,
  { filter, ...page }: QueryDocumentsArgs,
): Promise<DocumentConnection> {
  const [spaceId, kind, title] = [filter?.spaceId ?? null, filter?.kind ?? null, filter?.title ?? null]
  if (title !== null && title.length > maxTitleLength)
    throw badInput('filter.title', `At most ${maxTitleLength} characters`)
  const isDeleted = filter?.isDeleted ?? false
  const where = `memory_id is null and (deleted_at is not null) = ? and (?::text is null or space_id = ?) and (?::text is null or kind = ?)
    and (?::text is null or position(lower(?) in lower(title)) > 0)
    and (space_id is null or space_id in (select json_array_elements_text(?::json)))`
  const values = [isDeleted, spaceId, spaceId, kind, kind, title, title, JSON.stringify(await readableSpaces(context))]
  return listNewest(context, documents, { where, values }, page)
}

/** The spaces in which documents lie and that the viewer may see: a tenant has some hundreds at most. */
async function readableSpaces({ collaboration, viewer }: Context): Promise<readonly string[]> {
  const rows = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<{ space_id: string }[]>(
      'select distinct space_id from collab.document where memory_id is null and space_id is not null',
    ),
  )
  const ids = rows.map(({ space_id }) => space_id)
  const accesses = await collaboration.access.ofAll(
    viewer,
    ids.map((id) => ({ in: 'space', id })),
  )
  return ids.filter((_, index) => accesses[index] !== 'NONE')
}
