import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import { demandRole } from '../roles/demand-role.ts'
import type { DeleteDocumentVersionInput } from '../schema.generated.ts'
import { tellVersion } from './tell-version.ts'
import { findVersion, versionOf } from './version-rows.ts'

/** Forgets a version; the document stays as it is. */
export async function deleteDocumentVersion(
  context: Context,
  { id }: DeleteDocumentVersionInput,
): Promise<{ versionId: string }> {
  const { collaboration, viewer } = context
  const { documentId } = await versionOf(context, id)
  await demandRole(context, documentId, 'EDITOR')
  const told = await collaboration.database.withTenant(viewer, async (em) => {
    const { seq, name } = await findVersion(em, id)
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document_version.delete',
      resource: { type: 'document_version', id },
      details: { documentId, seq, name },
    })
    await em.execute('delete from collab.version where id = ?', [id], 'run')
    return tellVersion(em, documentId, knownActor(viewer), 'VERSION_FORGOTTEN', id)
  })
  collaboration.activityNews.tell(tenantOf(viewer), told)
  return { versionId: id }
}
