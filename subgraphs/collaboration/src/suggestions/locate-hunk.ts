import type { Context } from '../context.ts'
import { documentOf, lookAt } from '../enter-document.ts'
import type { TextRange } from '../schema.generated.ts'
import { judgeHunk } from './judge-hunk.ts'
import type { HunkRow } from './suggestion-rows.ts'

/** What a hunk would replace in the document's text now; null where it is decided, or no longer applies. */
export async function locateHunk(context: Context, hunk: HunkRow): Promise<TextRange | null> {
  if (hunk.status !== 'PENDING') return null
  const document = await documentOf(context, hunk.documentId)
  if (document.epoch !== hunk.epoch) return null
  const verdict = await lookAt(context, document, (room) => room.look((doc) => judgeHunk(doc, hunk)))
  return verdict.kind === 'applies' ? verdict.range : null
}
