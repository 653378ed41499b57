import type { Connection } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { listNewest } from '../list-newest.ts'
import type { DocumentSuggestionsArgs } from '../schema.generated.ts'
import { suggestions, type SuggestionRow } from './suggestion-rows.ts'

export type SuggestionConnection = Connection<SuggestionRow>

/** What is proposed for a document, the newest first. */
export function listSuggestions(
  context: Context,
  { id }: DocumentRow,
  { filter, ...page }: DocumentSuggestionsArgs,
): Promise<SuggestionConnection> {
  const status = filter?.status ?? null
  const where = 'document_id = ? and (?::text is null or status = ?)'
  return listNewest(context, suggestions, { where, values: [id, status, status] }, page)
}
