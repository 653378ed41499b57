import { closenessOf, poolFor, rankedHit, textHit } from '../../retrieval/hits.ts'
import { passable } from '../../retrieval/passable.ts'
import { rank } from '../../retrieval/rank.ts'
import type { Match, RankedStep } from '../../retrieval/rank.ts'
import { rankedSteps } from '../../retrieval/ranked-steps.ts'
import { termsOf } from '../analyse-text.ts'
import type { Hit, MemoryFilter, SearchRequest } from '../engine.ts'
import { createAdmission } from './create-admission.ts'
import type { GraphReading } from './open-graph.ts'
import { textMatches } from './text-matches.ts'
import type { TextMatch } from './text-matches.ts'
import { vectorMatches } from './vector-matches.ts'
import type { VectorMatch } from './vector-matches.ts'
import type { TopologyEdge } from './topology.ts'
import { isValidAt } from './walk.ts'

/** A filter leaves few of the closest memories: so many times as many are looked at. */
const narrowedPool = 4

export async function searchMemories(
  reading: GraphReading,
  request: SearchRequest,
  deadlineMs: number,
): Promise<Hit[]> {
  const { reader, topology } = reading
  const { query, filter = {}, limit, mode, now } = request
  const endsAt = performance.now() + deadlineMs
  const terms = termsOf(query)
  const find = (where: MemoryFilter, count: number) =>
    textMatches(reading, terms, where, count, Math.max(1, endsAt - performance.now()))
  if (mode === 'TEXT') return (await find(filter, limit)).map(textHit)

  const pool = poolFor(limit)
  const seen = passable(filter)
  const isPassable = createPassage(reading, seen)
  const found = await find(seen, pool)
  if (isNarrower(filter)) {
    const pooled = new Set(found.map(({ id }) => id))
    found.push(...(await find(filter, pool)).filter(({ id }) => !pooled.has(id)))
  }
  const meanings =
    request.vector === undefined
      ? []
      : await vectorMatches(
          reading,
          request.vector,
          isNarrower(filter) ? pool * narrowedPool : pool,
          Math.max(1, endsAt - performance.now()),
        )
  const isReturned = createAdmission(reader, filter)
  const at = filter.validAt ?? now
  const isUsable = (edge: TopologyEdge) => at === undefined || isValidAt(edge, at)

  const ranked = rank({
    matches: joined(found, meanings, pool).filter(({ id, text }) => text > 0 || isPassable(id)),
    queryAsks: query.trimEnd().endsWith('?'),
    now,
    limit,
    stepsFrom(id): RankedStep[] {
      const node = topology.node(id)
      if (node === undefined) return []
      const usable = { out: node.out.filter(isUsable), in: node.in.filter(isUsable) }
      return rankedSteps(usable).filter(({ toId }) => isPassable(toId))
    },
    traitsOf: (id) => topology.node(id),
    isReturned,
  })
  return ranked.map(rankedHit)
}

/** One match a memory. */
function joined(texts: readonly TextMatch[], meanings: readonly VectorMatch[], pool: number): Match[] {
  const closeness = closenessOf(
    meanings.map(({ cosine }) => cosine),
    pool,
  )
  const vectorOf = new Map(meanings.map(({ id, cosine }) => [id, closeness(cosine)]))
  const textOf = new Map(texts.map(({ id, score }) => [id, score]))
  return [...new Set([...textOf.keys(), ...vectorOf.keys()])].map((id) => ({
    id,
    text: textOf.get(id) ?? 0,
    vector: vectorOf.get(id) ?? 0,
  }))
}

/** Tells whether a memory may be met: where it lies is known without asking the database. */
function createPassage({ reader, topology }: GraphReading, { spaceIds, ...rest }: MemoryFilter) {
  const isAdmitted = createAdmission(reader, rest)
  if (spaceIds === undefined) return isAdmitted
  const spaces = new Set(spaceIds)
  return (id: string): boolean => spaces.has(topology.node(id)?.spaceId ?? '') && isAdmitted(id)
}

function isNarrower(filter: MemoryFilter): boolean {
  return Object.keys(filter).some((name) => name !== 'spaceIds' && name !== 'validAt')
}
