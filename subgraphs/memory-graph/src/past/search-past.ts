import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { termsOf } from '../engine/analyse-text.ts'
import type { Hit, SearchRequest } from '../engine/engine.ts'
import { closenessOf, poolFor, rankedHit, textHit } from '../retrieval/hits.ts'
import { rank, type Ranked, type RankedStep, type RankRequest } from '../retrieval/rank.ts'
import { rankedSteps } from '../retrieval/ranked-steps.ts'
import type { AsOf } from './as-of.ts'
import { readPastDocuments, type PastBounds, type PastDocument } from './past-documents.ts'
import { createPastWalk, pastTopology } from './past-walk.ts'

type Request = Pick<SearchRequest, 'query' | 'mode' | 'filter' | 'limit' | 'vector'>

/**
 * The memories that answered a query at a moment, best first, by their words of then, among what the viewer sees; in all
 * signals also by what they meant, where the text of then is the one that has vectors, by what joined them then, and by how
 * new they were. Throws `BAD_USER_INPUT` where more was there than `bounds`, or too much around what is found.
 */
export async function searchPast(em: Em, request: Request, asOf: AsOf, bounds?: PastBounds): Promise<Hit[]> {
  const { query, mode, filter = {}, limit, vector } = request
  const meaning = vector === undefined ? null : { model: vector.model, vectors: [vector.values] }
  const documents = await readPastDocuments(em, { terms: termsOf(query), meaning, filter }, asOf, bounds)
  if (mode === 'TEXT') return byWords(documents, limit)

  const cosines = documents.flatMap(({ cosine }) => cosine ?? []).toSorted((x, y) => y - x)
  const pool = poolFor(limit)
  const closeness = closenessOf(cosines.slice(0, pool), pool)
  const byId = new Map(documents.map((document) => [document.id, document]))
  const walk = createPastWalk(em, { types: null, at: filter.validAt ?? asOf.at, asOf }, () =>
    badInput('mode', 'Too much was around what is found: search by words alone'),
  )
  const ranked = await rankBySteps(
    {
      matches: documents.flatMap(({ id, text, cosine, isPassable }) => {
        const vectorScore = closeness(cosine ?? 0)
        return isPassable && (text > 0 || vectorScore > 0) ? [{ id, text, vector: vectorScore }] : []
      }),
      queryAsks: query.trimEnd().endsWith('?'),
      now: asOf.at,
      limit,
      traitsOf: (id) => byId.get(id),
      isReturned: (id) => byId.get(id)?.isReturned === true,
    },
    async (ids) => {
      const topology = pastTopology(await walk(ids, 'BOTH'))
      return new Map(
        ids.map((id) => {
          const steps = rankedSteps(topology.node(id) ?? { out: [], in: [] })
          return [id, steps.filter(({ toId }) => byId.get(toId)?.isPassable === true)]
        }),
      )
    },
  )
  return ranked.map(rankedHit)
}

/** Ranks, with steps that are read when they are asked for: until none is missing it begins again with those that were. */
async function rankBySteps(
  request: Omit<RankRequest, 'stepsFrom'>,
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly RankedStep[]>>,
): Promise<Ranked[]> {
  const known = new Map<string, readonly RankedStep[]>()
  for (;;) {
    const missing = new Set<string>()
    const stepsOf = (id: string) => {
      const steps = known.get(id)
      if (steps === undefined) missing.add(id)
      return steps ?? []
    }
    const ranked = rank({ ...request, stepsFrom: stepsOf })
    if (missing.size === 0) return ranked
    for (const [id, steps] of await read([...missing])) known.set(id, steps)
  }
}

function byWords(documents: readonly PastDocument[], limit: number): Hit[] {
  return documents
    .filter(({ text, isReturned }) => isReturned && text > 0)
    .map(({ id, text }) => textHit({ id, score: text }))
    .toSorted((x, y) => y.score - x.score || (x.memoryId < y.memoryId ? -1 : 1))
    .slice(0, limit)
}
