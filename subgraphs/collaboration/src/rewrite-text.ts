import type { Text } from 'yjs'
import { diffText } from './diff-text.ts'

/** Makes a Yjs text another by as few changes as are needed; what is embedded in it stays. */
export function rewriteText(text: Text, content: string): void {
  const embeds = embedOffsets(text)
  // From the back, so that the places of what is still to be changed stay where they are.
  for (const { at, removed, inserted } of diffText(text.toJSON(), content).toReversed()) {
    const end = at + removed.length
    const inside = embeds.filter((offset) => offset > at && offset < end)
    for (const [from, to] of pairs([at, ...inside, end]).toReversed())
      if (to > from) text.delete(from + embeds.filter((offset) => offset <= from).length, to - from)
    if (inserted !== '') text.insert(at + embeds.filter((offset) => offset < at).length, inserted)
  }
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
