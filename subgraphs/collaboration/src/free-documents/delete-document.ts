import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Context } from '../context.ts'
import { demandRole } from '../roles/demand-role.ts'
import type { DeleteDocumentInput } from '../schema.generated.ts'
import { freeDocumentOf } from './free-document.ts'

/** Takes a free document away from everybody, until it is restored; every node ends its streams. */
export async function deleteDocument(context: Context, { id }: DeleteDocumentInput): Promise<{ documentId: string }> {
  const { collaboration, viewer } = context
  const { tenantId } = await freeDocumentOf(context, id)
  await demandRole(context, id, 'EDITOR')
  await collaboration.database.withTenant(viewer, async (em) => {
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document.delete',
      resource: { type: 'document', id },
    })
    await em.execute('update collab.document set deleted_at = now() where id = ? and deleted_at is null', [id], 'run')
  })
  await collaboration.roleWatches.tell(tenantId, id)
  return { documentId: id }
}
