import { closenessOf, poolFor, rankedHit, textHit } from '../../retrieval/hits.ts'
import { rank } from '../../retrieval/rank.ts'
import type { Match, RankedStep } from '../../retrieval/rank.ts'
import { roleOf } from '../../retrieval/relation-role.ts'
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
/** So many relations of one memory are looked at, each way. */
const maxSteps = 250

export async function searchMemories(
  reading: GraphReading,
  request: SearchRequest,
  deadlineMs: number,
): Promise<Hit[]> {
  const { reader, topology } = reading
  const { query, filter = {}, limit, mode, now } = request
  const endsAt = performance.now() + deadlineMs
  const find = (where: MemoryFilter, count: number) =>
    textMatches(reading, query, where, count, Math.max(1, endsAt - performance.now()))
  if (mode === 'TEXT') return (await find(filter, limit)).map(textHit)

  const pool = poolFor(limit)
  const seen = passable(filter)
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
  const isPassable = createAdmission(reader, seen)
  const isReturned = createAdmission(reader, filter)
  const at = filter.validAt ?? now
  const isUsable = (edge: TopologyEdge) => at === undefined || isValidAt(edge, at)

  const ranked = rank({
    matches: joined(found, meanings, pool),
    queryAsks: query.trimEnd().endsWith('?'),
    now,
    limit,
    stepsFrom(id): RankedStep[] {
      const node = topology.node(id)
      if (node === undefined) return []
      const out = node.out.filter(isUsable).slice(0, maxSteps)
      const into = node.in.filter(isUsable).slice(0, maxSteps)
      return [
        ...out.map(({ to, type, weight }) => ({ toId: to.id, role: roleOf(type, true), weight })),
        ...into.map(({ from, type, weight }) => ({ toId: from.id, role: roleOf(type, false), weight })),
      ].filter(({ toId }) => isPassable(toId))
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

/** What may be seen at all; the rest of a filter says only what is returned, and a hit may lead to it from outside. */
function passable({ spaceIds, validAt }: MemoryFilter): MemoryFilter {
  return { ...(spaceIds !== undefined && { spaceIds }), ...(validAt !== undefined && { validAt }) }
}

function isNarrower(filter: MemoryFilter): boolean {
  return Object.keys(filter).some((name) => name !== 'spaceIds' && name !== 'validAt')
}
