import { newId } from '@graphmemory/ids/new-id.ts'
import type { Context } from '../context.ts'
import { readContent, rewriteContent } from '../document-content.ts'
import type { DocumentRow } from '../document-row.ts'
import { editAsCaller } from '../edit-as-caller.ts'
import { documentOf, lookAt } from '../enter-document.ts'
import { noteProjection } from '../note-projection.ts'
import type { RenameDocumentInput } from '../schema.generated.ts'
import { freeDocumentOf } from './free-document.ts'
import { readTitle, shownTitle } from './read-title.ts'

/** Gives a free document another title, as an edit in the caller's name; lists show it from then on. */
export async function renameDocument(
  context: Context,
  { id, title: given }: RenameDocumentInput,
): Promise<{ document: DocumentRow }> {
  const title = readTitle(given)
  const document = await freeDocumentOf(context, id)
  await editAsCaller(context, document, {
    batchId: newId('bat'),
    baseSeq: document.headSeq,
    action: 'document.rename',
    details: { title },
    change: (doc) => rewriteContent(doc, { title }),
  })
  const seen = await lookAt(context, document, (room) =>
    room.look((doc, seq) => ({ seq, epoch: document.epoch, title: shownTitle(readContent(doc).title) })),
  )
  await noteProjection(context.collaboration.database, { tenantId: document.tenantId, documentId: id }, seen)
  return { document: await documentOf(context, id) }
}
