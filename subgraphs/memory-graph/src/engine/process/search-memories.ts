import type { Hit, SearchRequest } from '../engine.ts'
import { termsOf } from '../analyse-text.ts'
import { encodeTerms } from '../index-text.ts'
import type { GraphConnection } from './graph-database.ts'
import { matchesFilter } from './matches-filter.ts'
import { number, text } from './row-fields.ts'

const filterColumns = `node.type AS type, node.tags AS tags, node.spaceId AS spaceId, node.createdBy AS createdBy,
  node.createdAt AS createdAt, node.validFrom AS validFrom, node.validTo AS validTo, node.properties AS properties`

/** BM25 over the terms of a question: a memory need not hold all of them. */
export async function searchMemories(
  reader: GraphConnection,
  request: SearchRequest,
  deadlineMs: number,
): Promise<Hit[]> {
  const { query, filter, limit } = request
  const terms = encodeTerms([...new Set(termsOf(query))])
  if (terms === '') return []
  const columns = filter === undefined ? '' : `, ${filterColumns}`
  const rows = await reader.all(
    `CALL QUERY_FTS_INDEX('Memory', 'memory_text', $terms, conjunctive := false) RETURN node.id AS id, score${columns}`,
    { terms },
    deadlineMs,
  )
  return rows
    .filter((row) => filter === undefined || matchesFilter(row, filter))
    .map((row) => ({ memoryId: text(row, 'id'), score: number(row, 'score') }))
    .toSorted((a, b) => b.score - a.score || (a.memoryId < b.memoryId ? -1 : 1))
    .slice(0, limit)
    .map(({ memoryId, score }) => ({ memoryId, score, signals: { text: score, vector: 0, graph: 0, recency: 0 } }))
}
