import { knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { editAsCaller } from '../edit-as-caller.ts'
import { documentOf } from '../enter-document.ts'
import { readTextAt } from '../read-text-at.ts'
import type { DocumentText, RestoreDocumentVersionInput } from '../schema.generated.ts'
import { restoreContent } from './restore-content.ts'
import { tellRestored } from './tell-version.ts'
import { versionOf } from './version-rows.ts'
import { documentAt } from './version-state.ts'

/**
 * Makes a document hold again what a version holds, by an edit of what it holds now: others' edits merge with it, and it
 * can be taken back like any other. What stands there now is kept as a version first.
 */
export async function restoreDocumentVersion(
  context: Context,
  { versionId, batchId }: RestoreDocumentVersionInput,
): Promise<{ document: DocumentRow; content: DocumentText }> {
  const { collaboration, viewer } = context
  const { rooms, database, activityNews } = collaboration
  const version = await versionOf(context, versionId)
  const document = await documentOf(context, version.documentId)
  const { tenantId, id: documentId } = document
  const then = await documentAt(context, version)
  const seq = await editAsCaller(context, document, {
    batchId,
    baseSeq: document.headSeq,
    action: 'document.restore_version',
    details: { versionId, seq: version.seq },
    prepare: (room) => room.compact('always'),
    change: (doc) => restoreContent(doc, then),
  })
  const told = await database.withTenant(viewer, (em) =>
    tellRestored(em, documentId, knownActor(viewer), { versionId, entrySeq: seq }),
  )
  if (told !== null) activityNews.tell(tenantId, told)
  rooms.tellRestored({ tenantId, documentId }, versionId, seq)
  const current = { ...document, headSeq: Math.max(document.headSeq, seq) }
  return { document: current, content: await readTextAt(context, current, seq) }
}
