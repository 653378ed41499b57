import { decodeRelativePosition, getItem, Item, type Doc } from 'yjs'
import { clockOf } from '../clock-of.ts'
import { indexOfPosition } from '../comments/locate-anchor.ts'
import { textBetween } from '../rewrite-text.ts'
import type { TextRange } from '../schema.generated.ts'
import type { Hunk } from './suggestion-rows.ts'

/** Whether a hunk still applies to a document: there it would replace `range`. */
export type Verdict =
  | { readonly kind: 'applies'; readonly range: TextRange }
  /** All that it would do has been done. */
  | { readonly kind: 'done' }
  | { readonly kind: 'conflict' }

/**
 * A hunk applies while what it takes out stands together and unchanged; one that only puts something in, while one of its
 * neighbours stands.
 */
export function judgeHunk(doc: Doc, { removed, inserted, start, end, yjsClientId }: Hunk): Verdict {
  if (inserted !== '' && clockOf(doc, yjsClientId) > 0) return { kind: 'done' }
  const [from, to] = [indexOfPosition(doc, start), indexOfPosition(doc, end)]
  if (from === null || to === null) return { kind: 'conflict' }
  if (removed === '') {
    if (stands(doc, start)) return { kind: 'applies', range: { from, to: from } }
    return stands(doc, end) ? { kind: 'applies', range: { from: to, to } } : { kind: 'conflict' }
  }
  if (from >= to) return { kind: inserted === '' ? 'done' : 'conflict' }
  return textBetween(doc, from, to) === removed ? { kind: 'applies', range: { from, to } } : { kind: 'conflict' }
}

/** Whether the character that a position names is still there; beginning and end of the text always are. */
function stands(doc: Doc, position: Uint8Array): boolean {
  const { item: id } = decodeRelativePosition(position)
  if (id === null) return true
  const item: unknown = getItem(doc.store, id)
  return item instanceof Item && !item.deleted
}
