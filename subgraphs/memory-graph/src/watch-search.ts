import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { searchMemories, type SearchEdge } from './search-memories.ts'
import { watchQuery, type Difference } from './watch-query.ts'

export type LiveSearch = Difference<SearchEdge>
type Given = {
  readonly query: string
  readonly mode: 'TEXT' | 'HYBRID'
  readonly filter?: unknown
  readonly first: number
}

const maxFirst = 50

/** The best hits of a search, as they change. */
export function watchSearch(
  context: Context,
  given: Given,
): AsyncIterableIterator<{ readonly liveSearch: LiveSearch }> {
  if (given.first < 1 || given.first > maxFirst) throw badInput('first', `first is 1 to ${maxFirst}`)
  const ask = async () => (await searchMemories(context, given)).edges
  return watchQuery(context, {
    ask,
    stateOf: ({ node }) => String(node.version),
    toEvent: (liveSearch) => ({ liveSearch }),
  })
}
