import { createAbsolutePositionFromRelativePosition, decodeRelativePosition, type Doc } from 'yjs'
import type { Context } from '../context.ts'
import { documentOf, lookAt } from '../enter-document.ts'
import type { TextRange } from '../schema.generated.ts'
import type { ThreadRow } from './comment-rows.ts'

/** Where a thread's place lies in the document's text now; null where it does not. */
export async function locateAnchor(context: Context, { documentId, anchor }: ThreadRow): Promise<TextRange | null> {
  if (anchor === null) return null
  const document = await documentOf(context, documentId)
  if (document.epoch !== anchor.epoch) return null
  return lookAt(context, document, (room) =>
    room.look((doc) => {
      const from = indexOfPosition(doc, anchor.start)
      const to = indexOfPosition(doc, anchor.end)
      return from === null || to === null ? null : { from: Math.min(from, to), to: Math.max(from, to) }
    }),
  )
}

/** Where an encoded relative position lies in the content of a document; null where it does not. */
export function indexOfPosition(doc: Doc, encoded: Uint8Array): number | null {
  // First of all: a document that was only just read has no text until it is asked for.
  const text = doc.getText('content')
  const position = decodeRelativePosition(encoded)
  // Looking a root type up would make it.
  if (position.tname !== null && position.tname !== 'content') return null
  const found = createAbsolutePositionFromRelativePosition(position, doc, false)
  return found?.type === text ? found.index : null
}
