import { diffText } from '../diff-text.ts'
import type { TextPiece } from '../schema.generated.ts'

/** The pieces of two texts in order: what both hold, what only the second and what only the first holds. */
export function compareTexts(from: string, to: string): TextPiece[] {
  const pieces: TextPiece[] = []
  const add = (kind: TextPiece['kind'], text: string) => void (text === '' || pieces.push({ kind, text }))
  let at = 0
  for (const change of diffText(from, to)) {
    add('KEPT', from.slice(at, change.at))
    add('REMOVED', change.removed)
    add('ADDED', change.inserted)
    at = change.at + change.removed.length
  }
  add('KEPT', from.slice(at))
  return pieces
}
