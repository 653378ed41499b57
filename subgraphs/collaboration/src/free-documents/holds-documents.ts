import type { Context } from '../context.ts'
import type { QueryHoldsDocumentsArgs } from '../schema.generated.ts'

/** Whether free documents lie in a space, but for those that are deleted. */
export async function holdsDocuments(
  { collaboration, viewer }: Context,
  { spaceId }: QueryHoldsDocumentsArgs,
): Promise<boolean> {
  const rows = await collaboration.database.withTenant(viewer, (em) =>
    em.execute('select from collab.document where memory_id is null and space_id = ? and deleted_at is null limit 1', [
      spaceId,
    ]),
  )
  return rows.length > 0
}
