import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection } from '@graphmemory/pagination/page.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import type { DocumentSuggestionsArgs } from '../schema.generated.ts'
import { suggestionColumns, toSuggestion, type StoredSuggestion, type SuggestionRow } from './suggestion-rows.ts'

export type SuggestionConnection = Connection<SuggestionRow>

/** What is proposed for a document, the newest first. */
export async function listSuggestions(
  { collaboration, viewer }: Context,
  { id: documentId }: DocumentRow,
  { filter, ...given }: DocumentSuggestionsArgs,
): Promise<SuggestionConnection> {
  const page = readPage(given, 1)
  const after = page.after?.[0] ?? null
  if (typeof after === 'number') throw badInput('after', 'not a cursor of this list')
  const status = filter?.status ?? null
  const rows = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<StoredSuggestion[]>(
      `select ${suggestionColumns} from collab.suggestion
       where document_id = ? and (?::text is null or id < ?) and (?::text is null or status = ?) order by id desc limit ?`,
      [documentId, after, after, status, status, page.limit + 1],
    ),
  )
  return toConnection(rows.map(toSuggestion), page, ({ id }) => [id])
}
