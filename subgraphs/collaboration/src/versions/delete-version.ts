import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Context } from '../context.ts'
import { demandRole } from '../roles/demand-role.ts'
import type { DeleteDocumentVersionInput } from '../schema.generated.ts'
import { findVersion, versionOf } from './version-rows.ts'

/** Forgets a version; the document stays as it is. */
export async function deleteDocumentVersion(
  context: Context,
  { id }: DeleteDocumentVersionInput,
): Promise<{ versionId: string }> {
  const { collaboration, viewer } = context
  await demandRole(context, (await versionOf(context, id)).documentId, 'EDITOR')
  await collaboration.database.withTenant(viewer, async (em) => {
    const { documentId, seq, name } = await findVersion(em, id)
    await recordAudit(em, viewer, {
      type: 'collaboration',
      action: 'document_version.delete',
      resource: { type: 'document_version', id },
      details: { documentId, seq, name },
    })
    await em.execute('delete from collab.version where id = ?', [id], 'run')
  })
  return { versionId: id }
}
