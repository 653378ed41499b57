import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { lookAt } from '../enter-document.ts'
import type { TextPiece } from '../schema.generated.ts'
import { compareTexts } from './compare-texts.ts'
import { versionOf, type VersionRow } from './version-rows.ts'
import { textOfVersion } from './version-state.ts'

/** What changed from another version of the same document to this one. */
export async function changesToVersion(context: Context, version: VersionRow, fromId: string): Promise<TextPiece[]> {
  const from = await versionOfDocument(context, version.documentId, fromId)
  return compareTexts(await textOfVersion(context, from), await textOfVersion(context, version))
}

/** What changed from a version to what the document holds now. */
export async function changesToNow(context: Context, document: DocumentRow, fromId: string): Promise<TextPiece[]> {
  const from = await versionOfDocument(context, document.id, fromId)
  const text = await lookAt(context, document, (room) => room.look((doc) => doc.getText('content').toJSON()))
  return compareTexts(await textOfVersion(context, from), text)
}

async function versionOfDocument(context: Context, documentId: string, id: string): Promise<VersionRow> {
  const version = await versionOf(context, id)
  if (version.documentId !== documentId) throw badInput('versionId', 'A version of another document')
  return version
}
