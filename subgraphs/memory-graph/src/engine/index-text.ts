import { termsOf } from './analyse-text.ts'
import type { GraphMemory } from './graph-rows.ts'

const digit = /\d/g
/** Letters of a script that the index's own tokeniser keeps, for the digits that it would drop. */
const letters = 'აბგდევზთიკ'

/** What the full-text index stores of a memory: the terms of its title, content and tags. */
export function indexText(memory: Pick<GraphMemory, 'title' | 'content' | 'tags'>): string {
  return encodeTerms([...termsOf(memory.title), ...termsOf(memory.content), ...memory.tags.flatMap(termsOf)])
}

/** Terms in the form in which the index stores and looks them up. Nothing in it has a meaning in its query language. */
export function encodeTerms(terms: readonly string[]): string {
  return terms.join(' ').replaceAll(digit, (found) => letters[Number(found)] ?? found)
}
