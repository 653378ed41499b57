import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type PageArguments, type PageInfo } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import type { Signals } from './engine/engine.ts'
import { readFilter } from './memory-filter.ts'
import { readAsOf, type MemoryAt } from './past/as-of.ts'
import { searchPast } from './past/search-past.ts'
import { readBoth } from './read-both.ts'
import type { Via } from './retrieval/rank.ts'

const maxQueryLength = 1_000
/** So many hits can be paged through. */
const maxHits = 1_000

export type SearchEdge = {
  readonly cursor: string
  readonly score: number
  readonly signals: Signals
  readonly via: Via | null
  readonly node: MemoryAt
  readonly query: string
}
export type SearchConnection = {
  readonly edges: readonly SearchEdge[]
  readonly nodes: readonly MemoryAt[]
  readonly pageInfo: PageInfo
  readonly stale: boolean
  readonly usesMeaning: boolean
}
type Given = PageArguments & {
  readonly query: string
  readonly mode: 'TEXT' | 'HYBRID'
  readonly filter?: unknown
  readonly asOf?: unknown
}

/**
 * The memories that answer a query, best first. The graph ranks; the rows say what is there: what was deleted meanwhile is
 * left out, and the content is that of the rows. As of an earlier moment, PostgreSQL says what was there, and we rank it.
 */
export async function searchMemories(context: Context, given: Given): Promise<SearchConnection> {
  const { query, mode } = given
  if (query.length > maxQueryLength) throw badInput('query', `query is at most ${maxQueryLength} characters`)
  const page = readPage(given, 1)
  const start = Number(page.after?.[0] ?? 0)
  const limit = Math.min(start + page.limit + 1, maxHits)
  const filter = readFilter(given.filter)
  const asOf = await readAsOf(context, given.asOf)
  const vector = mode === 'HYBRID' ? await context.queryVector(query) : null
  const request = { query, mode, filter, limit, now: Date.now(), ...(vector !== null && { vector }) }
  const { result, stale } =
    asOf === undefined
      ? await context.readGraph((engine, tenantId) => engine.search(tenantId, request))
      : { result: await context.withTenant((em) => searchPast(em, request, asOf)), stale: false }
  const hits = result.slice(start)
  const ids = hits.map(({ memoryId }) => memoryId)
  const { memories } = await context.withTenant((em) => readBoth(em, ids, [], asOf))
  const found = hits.flatMap(({ score, signals, via }, index) => {
    const node = memories[index]
    return node == null ? [] : [{ place: start + index + 1, score, signals, via, node, query }]
  })
  const { edges, pageInfo } = toConnection(found, page, ({ place }) => [place])
  return {
    edges: edges.map(({ cursor, node: { place: _, ...edge } }) => ({ cursor, ...edge })),
    nodes: edges.map(({ node }) => node.node),
    pageInfo,
    stale,
    usesMeaning: vector !== null,
  }
}
