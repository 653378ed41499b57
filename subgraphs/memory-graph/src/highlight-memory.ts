import { analyseText } from './engine/analyse-text.ts'
import type { Memory } from './entities.ts'

/** Where a query's words stand in a memory: a passage of one of its fields, with the places in it. */
export type Highlight = {
  readonly field: 'TITLE' | 'CONTENT' | 'TAGS'
  readonly text: string
  readonly matches: readonly { readonly start: number; readonly end: number }[]
}

const passageLength = 240
/** What stands before the first word that is found. */
const leadLength = 60

/** The passages of a memory that hold words of a query, by the analysis that found them; at most one a field. */
export function highlightMemory({ title, content, tags }: Memory, query: string): Highlight[] {
  const wanted = new Set(analyseText(query).map(({ term }) => term))
  const passageOf = (field: Highlight['field'], text: string): Highlight[] => {
    const found = analyseText(text).filter(({ term }) => wanted.has(term))
    const [first] = found
    if (first === undefined) return []
    const isWhole = text.length <= passageLength
    const start = isWhole ? 0 : wordStart(text, Math.max(0, first.start - leadLength))
    const end = isWhole ? text.length : Math.max(first.end, start + passageLength)
    const matches = found
      .filter((each) => each.start >= start && each.end <= end)
      .map((each) => ({ start: each.start - start, end: each.end - start }))
    return [{ field, text: text.slice(start, end).toWellFormed(), matches }]
  }
  return [
    ...passageOf('TITLE', title),
    ...passageOf('CONTENT', content),
    ...tags.flatMap((tag) => passageOf('TAGS', tag)).slice(0, 1),
  ]
}

/** The words of a query that a memory holds, as they stand in the query. */
export function sharedWords({ title, content, tags }: Memory, query: string): string[] {
  const held = new Set([title, content, ...tags].flatMap((text) => analyseText(text).map(({ term }) => term)))
  return [
    ...new Set(
      analyseText(query)
        .filter(({ term }) => held.has(term))
        .map(({ start, end }) => query.slice(start, end)),
    ),
  ]
}

function wordStart(text: string, from: number): number {
  if (from === 0) return 0
  const space = text.indexOf(' ', from)
  return space < 0 || space > from + leadLength ? from : space + 1
}
