import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { authorize } from '@graphmemory/identity/permissions.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { documentOf } from '../enter-document.ts'
import { placeOf } from '../place-access.ts'
import type { RestoreDocumentInput } from '../schema.generated.ts'
import { demandSpace } from './demand-space.ts'

/** Brings a deleted document back, for whoever could edit it if it were there: to where it lay, unless another place is named. */
export async function restoreDocument(
  context: Context,
  { id, spaceId }: RestoreDocumentInput,
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
  const place = spaceId === undefined ? free.space_id : spaceId
  if (place !== null) await demandSpace(context, place)
  await collaboration.database.withTenant(viewer, async (em) => {
    if ((await collaboration.roles.in(em, viewer, id, access)) !== 'EDITOR')
      throw new ClientError('FORBIDDEN', 'You may not edit this document')
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document.restore',
      resource: { type: 'document', id },
      details: { from: free.space_id, to: place },
    })
    const restored = await em.execute(
      'update collab.document set deleted_at = null, space_id = ? where id = ? and deleted_at is not null returning id',
      [place, id],
    )
    if (restored.length === 0) throw new ClientError('CONFLICT', 'This document is not deleted')
  })
  await collaboration.roleWatches.tell(tenantOf(viewer), id)
  return { document: await documentOf(context, id) }
}
