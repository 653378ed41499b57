import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Similar, SimilarRequest } from '../engine/engine.ts'
import { neighboursIn } from '../engine/process/walk.ts'
import type { Memory } from '../entities.ts'
import { likenessPool, likenessTerms, maxComparedParts, rankLikeness } from '../retrieval/likeness.ts'
import type { AsOf } from './as-of.ts'
import { readPastDocuments, readPastVectors } from './past-documents.ts'
import { createPastWalk, pastTopology } from './past-walk.ts'

/** What was like which memory, when. */
export type PastSimilarKey = {
  readonly memory: Memory
  readonly request: Pick<SimilarRequest, 'filter' | 'limit'>
  /** Whose vectors say what memories mean. */
  readonly model: string | null
  readonly asOf: AsOf
}

/** Each reads all that was there: of more at once it is refused. */
const maxAtOnce = 10

/**
 * The memories that were most like some at a moment, by the words and relations of then and, where the texts of then are those
 * that have vectors, by what they meant: what the engine says of the present. Throws `BAD_USER_INPUT` where more was there
 * than is searched, or too much around one.
 */
export async function findPastSimilar(em: Em, keys: readonly PastSimilarKey[]): Promise<Similar[][]> {
  if (keys.length > maxAtOnce)
    throw badInput('asOf', `As of an earlier moment, likeness is asked for at most ${maxAtOnce} times at once`)
  const found: Similar[][] = []
  for (const key of keys) found.push(await findOne(em, key))
  return found
}

async function findOne(em: Em, { memory, request, model, asOf }: PastSimilarKey): Promise<Similar[]> {
  const { filter = {}, limit } = request
  const parts = (await readPastVectors(em, model, [memory])).get(memory.id)?.slice(0, maxComparedParts) ?? []
  const meaning = model === null || parts.length === 0 ? null : { model, vectors: parts }
  const documents = await readPastDocuments(em, { terms: likenessTerms(memory), meaning, filter }, asOf)
  const texts = documents.flatMap(({ id, text: score }) => (score > 0 ? [{ id, score }] : []))
  const cosines = documents.flatMap(({ id, cosine }) => (cosine === null ? [] : [{ id, score: Math.max(0, cosine) }]))

  const walk = createPastWalk(em, { types: null, at: asOf.at, asOf }, () =>
    badInput('asOf', 'Too much was around it: likeness as of then is not known'),
  )
  const own = await walk([memory.id], 'BOTH')
  const around = neighboursIn(pastTopology(own), asOf.at)(memory.id)
  const topology = pastTopology([...own, ...(await walk([...around], 'BOTH'))])
  const returned = new Set(documents.filter(({ isReturned }) => isReturned).map(({ id }) => id))
  return rankLikeness({
    memoryId: memory.id,
    texts: best(texts),
    cosines: meaning === null ? null : new Map(best(cosines).map(({ id, score }) => [id, score])),
    neighboursOf: neighboursIn(topology, asOf.at),
    isReturned: (id) => returned.has(id),
    limit,
  })
}

const best = <Match extends { readonly id: string; readonly score: number }>(matches: readonly Match[]): Match[] =>
  matches.toSorted((x, y) => y.score - x.score || (x.id < y.id ? -1 : 1)).slice(0, likenessPool)
