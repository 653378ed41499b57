import type { MemoryFilter } from '../engine.ts'
import { encodeTerms } from '../index-text.ts'
import { termsOf } from '../analyse-text.ts'
import { filterCondition } from './filter-condition.ts'
import type { GraphConnection, Row } from './graph-database.ts'
import { matchesFilter } from './matches-filter.ts'

/** BM25: how soon repeats of a term stop counting, and how much a long text is held back. */
const bm25 = `K := 1.2, B := 0.4`

/** What a search needs to know of a memory, of whatever name the statement gives it. */
export const searchColumns = (name: string) => `${name}.id AS id, ${name}.type AS type, ${name}.tags AS tags,
  ${name}.spaceId AS spaceId, ${name}.createdBy AS createdBy, ${name}.createdAt AS createdAt,
  ${name}.validFrom AS validFrom, ${name}.validTo AS validTo, ${name}.properties AS properties,
  ends_with(trim(${name}.content), '?') AS asks`

/**
 * The memories that share terms with a query, best first; it need not hold all of them. With a filter that the index does
 * not know, it ranks all that match.
 */
export async function textMatches(
  reader: GraphConnection,
  query: string,
  filter: MemoryFilter,
  limit: number,
  deadlineMs: number,
): Promise<Row[]> {
  const terms = encodeTerms([...new Set(termsOf(query))])
  if (terms === '') return []
  const { condition, parameters } = filterCondition(filter)
  const isDecided = filter.properties === undefined && (filter.tags?.length ?? 0) <= 1
  const found = await reader.all(
    `CALL QUERY_FTS_INDEX('Memory', 'memory_text', $terms, conjunctive := false, ${bm25}) ${condition}
     RETURN ${searchColumns('node')}, score ORDER BY score DESC, id LIMIT $limit`,
    { terms, ...parameters, limit: isDecided ? limit : everything },
    deadlineMs,
  )
  return isDecided ? found : found.filter((row) => matchesFilter(row, filter)).slice(0, limit)
}

const everything = 2 ** 31
