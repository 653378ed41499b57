import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { authorize } from '@graphmemory/identity/permissions.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { documentOf } from '../enter-document.ts'
import { placeOf } from '../place-access.ts'
import type { RestoreDocumentInput } from '../schema.generated.ts'

/** Brings a deleted document back, for whoever could edit it if it were there. */
export async function restoreDocument(
  context: Context,
  { id }: RestoreDocumentInput,
): Promise<{ document: DocumentRow }> {
  const { collaboration, viewer } = context
  authorize(viewer, 'read', 'document')
  const [free] = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<{ space_id: string | null }[]>(
      'select space_id from collab.document where id = ? and memory_id is null',
      [id],
    ),
  )
  if (free === undefined) throw notFound('document')
  const access = await collaboration.access.of(viewer, placeOf({ memoryId: null, spaceId: free.space_id }))
  if (access === 'NONE') throw notFound('document')
  await collaboration.database.withTenant(viewer, async (em) => {
    if ((await collaboration.roles.in(em, viewer, id, access)) !== 'EDITOR')
      throw new ClientError('FORBIDDEN', 'You may not edit this document')
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document.restore',
      resource: { type: 'document', id },
    })
    const restored = await em.execute(
      'update collab.document set deleted_at = null where id = ? and deleted_at is not null returning id',
      [id],
    )
    if (restored.length === 0) throw new ClientError('CONFLICT', 'This document is not deleted')
  })
  await collaboration.roleWatches.tell(tenantOf(viewer), id)
  return { document: await documentOf(context, id) }
}
