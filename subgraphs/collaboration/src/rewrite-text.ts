import type { Doc, Text } from 'yjs'
import { diffText, type TextChange } from './diff-text.ts'

/** Makes a Yjs text another by as few changes as are needed; what is embedded in it stays. */
export function rewriteText(text: Text, content: string): void {
  changeText(text, diffText(text.toJSON(), content))
}

/** Makes changes, given in their order, in a Yjs text. */
export function changeText(text: Text, changes: readonly TextChange[]): void {
  const embeds = embedOffsets(text)
  // From the back, so that the places of what is still to be changed stay where they are.
  for (const { at, removed, inserted } of changes.toReversed()) {
    const end = at + removed.length
    const inside = embeds.filter((offset) => offset > at && offset < end)
    for (const [from, to] of pairs([at, ...inside, end]).toReversed())
      if (to > from) text.delete(from + embeds.filter((offset) => offset <= from).length, to - from)
    if (inserted !== '') text.insert(at + embeds.filter((offset) => offset < at).length, inserted)
  }
}

/** Where an offset of the plain text lies in the Yjs text: before what is embedded there, and after it. */
export function placesIn(text: Text) {
  const embeds = embedOffsets(text)
  return {
    before: (at: number) => at + embeds.filter((offset) => offset < at).length,
    after: (at: number) => at + embeds.filter((offset) => offset <= at).length,
  }
}

/** The characters between two places of the Yjs text. */
export function textBetween(doc: Doc, from: number, to: number): string {
  let [found, at] = ['', 0]
  for (const { insert } of doc.getText('content').toDelta() as { insert: unknown }[]) {
    const length = typeof insert === 'string' ? insert.length : 1
    if (typeof insert === 'string') found += insert.slice(Math.max(0, from - at), Math.max(0, to - at))
    at += length
  }
  return found
}

/** Where, in the plain text, something stands that is no character; it takes a place in the Yjs text. */
function embedOffsets(text: Text): number[] {
  const offsets: number[] = []
  let at = 0
  for (const { insert } of text.toDelta() as { insert: unknown }[]) {
    if (typeof insert === 'string') at += insert.length
    else offsets.push(at)
  }
  return offsets
}

const pairs = (points: readonly number[]): [number, number][] =>
  points.slice(1).map((to, index) => [points[index] ?? to, to])
