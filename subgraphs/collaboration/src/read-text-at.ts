import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { DocumentRow } from './document-row.ts'
import { orUnavailable } from './or-unavailable.ts'
import { readRevision } from './read-revision.ts'
import type { DocumentText } from './schema.generated.ts'

/** The text exactly as it was after an entry, or after the last. Throws `CONFLICT` where that is not kept any more. */
export async function readTextAt(
  { collaboration, viewer }: Context,
  { tenantId, id, epoch, headSeq }: DocumentRow,
  seq = headSeq,
): Promise<DocumentText> {
  if (seq < 1 || seq > headSeq) throw badInput('seq', 'The log has no such entry')
  const room = collaboration.rooms.find({ tenantId, documentId: id })
  const now = await orUnavailable(() =>
    room?.exactly((doc, at) => (at === seq ? doc.getText('content').toJSON() : null)),
  )
  if (typeof now === 'string') return { epoch, seq, text: now }
  const revision = await collaboration.database.withTenant(viewer, (em) => readRevision(em, id, epoch, seq))
  if (revision === null)
    throw new ClientError('CONFLICT', 'What the document was then is not kept any more', { version: headSeq })
  return { epoch, seq, text: revision.doc.getText('content').toJSON() }
}
