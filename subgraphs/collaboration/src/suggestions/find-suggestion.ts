import type { Em } from '@graphmemory/database/database.ts'
import { badInput, notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { readSuggestions, type HunkRow, type SuggestionRow } from './suggestion-rows.ts'

/** The suggestion with this id, about a document that the viewer may see. Throws `NOT_FOUND`. */
export async function suggestionOf(context: Context, id: string): Promise<SuggestionRow> {
  const suggestion = await context.suggestions.suggestion.load(id)
  if (suggestion === null || (await context.document('id', suggestion.documentId)) === null)
    throw notFound('suggestion')
  return suggestion
}

export async function findSuggestion(em: Em, id: string): Promise<SuggestionRow> {
  const [suggestion] = await readSuggestions(em, [id])
  if (suggestion === null || suggestion === undefined) throw notFound('suggestion')
  return suggestion
}

/** Of a suggestion's hunks those that are named; all where none are. Throws `BAD_USER_INPUT` for one that there is not. */
export function chosenOf(hunks: readonly HunkRow[], named: readonly number[] | null | undefined): readonly HunkRow[] {
  if (named == null) return hunks
  const wanted = new Set(named)
  const chosen = hunks.filter(({ index }) => wanted.has(index))
  if (chosen.length < wanted.size) throw badInput('hunks', 'The suggestion has no such change')
  return chosen
}
