import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { documentOf } from '../enter-document.ts'
import { demandRole } from '../roles/demand-role.ts'
import type { MoveDocumentInput } from '../schema.generated.ts'
import { demandSpace } from './demand-space.ts'
import { freeDocumentOf } from './free-document.ts'

/** Puts a free document into another space, or into none; every node ends the streams of those who may not see it there. */
export async function moveDocument(context: Context, input: MoveDocumentInput): Promise<{ document: DocumentRow }> {
  const { collaboration, viewer } = context
  const { id, spaceId = null } = input
  const { tenantId, spaceId: from } = await freeDocumentOf(context, id)
  await demandRole(context, id, 'EDITOR')
  if (spaceId !== null) await demandSpace(context, spaceId)
  if (spaceId !== from) {
    await collaboration.database.withTenant(viewer, async (em) => {
      await recordAudit(em, viewer, {
        type: 'collaboration',
        action: 'document.move',
        resource: { type: 'document', id },
        details: { from, to: spaceId },
      })
      await em.execute('update collab.document set space_id = ? where id = ?', [spaceId, id], 'run')
    })
    await collaboration.roleWatches.tell(tenantId, id)
  }
  return { document: await documentOf(context, id) }
}
