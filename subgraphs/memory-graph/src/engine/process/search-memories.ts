import { rank } from '../../retrieval/rank.ts'
import type { Match, RankedStep, Traits } from '../../retrieval/rank.ts'
import { roleOf } from '../../retrieval/relation-role.ts'
import type { Hit, MemoryFilter, SearchRequest } from '../engine.ts'
import { GraphDeadlineError } from '../engine-errors.ts'
import type { GraphConnection, Row } from './graph-database.ts'
import { matchesFilter } from './matches-filter.ts'
import { number, numberOrNull, text } from './row-fields.ts'
import { searchColumns, textMatches } from './text-matches.ts'

/** So many matches take part in a ranking, whatever number is asked for. */
const poolSize = 200
/** So many relations of one memory are looked at, each way. */
const maxSteps = 250

export async function searchMemories(
  reader: GraphConnection,
  request: SearchRequest,
  deadlineMs: number,
): Promise<Hit[]> {
  const { query, filter = {}, limit, mode } = request
  if (mode === 'TEXT') {
    const rows = await textMatches(reader, query, filter, limit, deadlineMs)
    return rows.map((row) => {
      const score = number(row, 'score')
      return { memoryId: text(row, 'id'), score, signals: { text: score, vector: 0, graph: 0, recency: 0 } }
    })
  }
  return searchHybrid(reader, request, filter, deadlineMs)
}

async function searchHybrid(
  reader: GraphConnection,
  request: SearchRequest,
  filter: MemoryFilter,
  deadlineMs: number,
): Promise<Hit[]> {
  const { query, limit, now } = request
  const endsAt = performance.now() + deadlineMs
  const known = new Map<string, Row>()
  const remember = (row: Row) => known.set(text(row, 'id'), row)

  const rows = await textMatches(reader, query, passable(filter), Math.max(poolSize, limit), deadlineMs)
  if (isNarrower(filter)) {
    const left = endsAt - performance.now()
    const direct = await textMatches(reader, query, filter, Math.max(poolSize, limit), Math.max(1, left))
    const pooled = new Set(rows.map((row) => text(row, 'id')))
    rows.push(...direct.filter((row) => !pooled.has(text(row, 'id'))))
  }
  rows.forEach(remember)
  const matches: Match[] = rows.map((row) => ({ id: text(row, 'id'), text: number(row, 'score'), vector: 0 }))

  const looked = new Map<string, readonly RankedStep[]>()
  const ranked = await rank({
    matches,
    queryAsks: query.trimEnd().endsWith('?'),
    now,
    async stepsFrom(id) {
      const before = looked.get(id)
      if (before !== undefined) return before
      if (performance.now() > endsAt) throw new GraphDeadlineError('the search took too long')
      const found = [...look(reader, 'OUT', id), ...look(reader, 'IN', id)].filter(({ row }) => isPassable(row, filter))
      for (const { row } of found) remember(row)
      const steps = found.map(({ step }) => step)
      looked.set(id, steps)
      return steps
    },
    traitsOf(id): Traits | undefined {
      const row = known.get(id)
      if (row === undefined || !matchesFilter(row, filter)) return undefined
      return { asks: row['asks'] === true, createdAt: number(row, 'createdAt') }
    },
  })
  return ranked.slice(0, limit).map(({ id, score, signals }) => ({ memoryId: id, score, signals }))
}

/** What may be seen at all; the rest of a filter says only what is returned, and a hit may lead to it from outside. */
function passable({ spaceIds, validAt }: MemoryFilter): MemoryFilter {
  return { ...(spaceIds !== undefined && { spaceIds }), ...(validAt !== undefined && { validAt }) }
}

function isNarrower(filter: MemoryFilter): boolean {
  return Object.keys(filter).some((name) => name !== 'spaceIds' && name !== 'validAt')
}

const pattern = {
  OUT: `MATCH (a:Memory {id: $id})-[r:Relation]->(b:Memory)`,
  IN: `MATCH (a:Memory {id: $id})<-[r:Relation]-(b:Memory)`,
} as const

function look(reader: GraphConnection, direction: 'OUT' | 'IN', id: string): { row: Row; step: RankedStep }[] {
  const rows = reader.run(
    `${pattern[direction]} RETURN ${searchColumns('b')}, r.type AS relationType, r.weight AS weight,
       r.validFrom AS relationFrom, r.validTo AS relationTo LIMIT $limit`,
    { id, limit: maxSteps },
  )
  return rows.map((row) => ({
    row,
    step: {
      toId: text(row, 'id'),
      role: roleOf(text(row, 'relationType'), direction === 'OUT'),
      weight: number(row, 'weight'),
    },
  }))
}

function isPassable(row: Row, filter: MemoryFilter): boolean {
  if (filter.validAt !== undefined) {
    const from = numberOrNull(row, 'relationFrom')
    const to = numberOrNull(row, 'relationTo')
    if ((from !== null && from > filter.validAt) || (to !== null && to <= filter.validAt)) return false
  }
  return matchesFilter(row, passable(filter))
}
