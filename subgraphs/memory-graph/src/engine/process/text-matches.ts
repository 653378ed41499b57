import type { MemoryFilter } from '../engine.ts'
import { encodeTerms } from '../index-text.ts'
import { filterCondition } from './filter-condition.ts'
import type { GraphReading } from './open-graph.ts'
import { matchesFilter } from './matches-filter.ts'
import { number, text } from './row-fields.ts'

/** BM25: how soon repeats of a term stop counting, and how much a long text is held back. */
const bm25 = `K := 1.2, B := 0.4`

/** The index cuts its result itself when it is told how many at most; in steps, so that there are few statements. */
const steps = [200, 1_000] as const

export type TextMatch = { readonly id: string; readonly score: number }

/** The memories that hold some of these terms, meet a filter and may be seen, best first. */
export async function textMatches(
  { reader, hiddenSpaceIds }: Pick<GraphReading, 'reader' | 'hiddenSpaceIds'>,
  terms: readonly string[],
  filter: MemoryFilter,
  limit: number,
  deadlineMs: number,
): Promise<TextMatch[]> {
  if (terms.length === 0) return []
  const encoded = encodeTerms([...new Set(terms)])
  const { condition, parameters } = filterCondition(filter, hiddenSpaceIds)
  const found =
    condition === '' && filter.properties === undefined
      ? await reader.all(
          `CALL QUERY_FTS_INDEX('Memory', 'memory_text', $terms, conjunctive := false, ${bm25},
             TOP := ${steps.find((step) => step >= limit) ?? steps[1]})
           RETURN node.id AS id, score`,
          { terms: encoded },
          deadlineMs,
        )
      : await reader.all(
          `CALL QUERY_FTS_INDEX('Memory', 'memory_text', $terms, conjunctive := false, ${bm25}) ${condition}
           RETURN node.id AS id, score, node.tags AS tags, node.properties AS properties ORDER BY score DESC LIMIT $limit`,
          { terms: encoded, ...parameters, limit: isDecided(filter) ? limit : everything },
          deadlineMs,
        )
  const rest = undecided(filter)
  return found
    .filter((row) => matchesFilter(row, rest))
    .map((row) => ({ id: text(row, 'id'), score: number(row, 'score') }))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}

const everything = 2 ** 31

/** Does the condition for the database say all that the filter says? */
function isDecided(filter: MemoryFilter): boolean {
  return Object.keys(undecided(filter)).length === 0
}

function undecided({ properties, tags }: MemoryFilter): MemoryFilter {
  return {
    ...(properties !== undefined && { properties }),
    ...(tags !== undefined && tags.length > 1 && { tags }),
  }
}
