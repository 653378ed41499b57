import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { rewriteContent } from './document-content.ts'
import type { DocumentRow } from './document-row.ts'
import { editAsCaller, tooLarge } from './edit-as-caller.ts'
import { documentOf } from './enter-document.ts'
import { readPatch } from './read-patch.ts'
import { readTextAt } from './read-text-at.ts'
import type { ApplyMemoryPatchInput, DocumentText } from './schema.generated.ts'

/**
 * Brings a whole new text, title, tags or properties into a document: what they change of what it said at the base entry is
 * merged with what has come since, under the caller's own name. Answers when it is durable.
 */
export async function applyMemoryPatch(
  context: Context,
  input: ApplyMemoryPatchInput,
): Promise<{ document: DocumentRow; content: DocumentText }> {
  const { documentId, epoch, baseSeq, batchId } = input
  const given = readPatch(input)
  if (Buffer.byteLength(given.content ?? '') > context.collaboration.limits.documentBytes) throw tooLarge()
  const document = await documentOf(context, documentId)
  if (epoch !== document.epoch)
    throw new ClientError('CONFLICT', 'The document has begun another epoch', { version: document.epoch })
  const seq = await editAsCaller(context, document, {
    batchId,
    baseSeq,
    action: 'document.patch',
    change: (doc) => rewriteContent(doc, given),
  })
  const current = { ...document, headSeq: Math.max(document.headSeq, seq) }
  return { document: current, content: await readTextAt(context, current, seq) }
}
