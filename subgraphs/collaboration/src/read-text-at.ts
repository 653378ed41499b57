import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { readContent, type DocumentContent } from './document-content.ts'
import type { DocumentRow } from './document-row.ts'
import { orUnavailable } from './or-unavailable.ts'
import { readRevision } from './read-revision.ts'
import type { DocumentText } from './schema.generated.ts'

/** What a document said exactly as it was after an entry, or after the last. Throws `CONFLICT` where that is not kept any more. */
export async function readTextAt(
  { collaboration, viewer }: Context,
  { tenantId, id, epoch, headSeq }: DocumentRow,
  seq = headSeq,
): Promise<DocumentText> {
  if (seq < 1 || seq > headSeq) throw badInput('seq', 'The log has no such entry')
  const room = collaboration.rooms.find({ tenantId, documentId: id })
  const now = await orUnavailable(() => room?.exactly((doc, at) => (at === seq ? readContent(doc) : null)))
  if (now != null) return answer(epoch, seq, now)
  const revision = await collaboration.database.withTenant(viewer, (em) => readRevision(em, id, epoch, seq))
  if (revision === null)
    throw new ClientError('CONFLICT', 'What the document was then is not kept any more', { version: headSeq })
  return answer(epoch, seq, readContent(revision.doc))
}

const answer = (epoch: number, seq: number, { content, ...more }: DocumentContent): DocumentText => ({
  epoch,
  seq,
  text: content,
  ...more,
  tags: [...more.tags],
})
