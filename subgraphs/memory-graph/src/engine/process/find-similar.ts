import { likenessPool, likenessTerms, maxComparedParts, rankLikeness } from '../../retrieval/likeness.ts'
import type { Similar, SimilarRequest } from '../engine.ts'
import { createAdmission } from './create-admission.ts'
import type { GraphReading } from './open-graph.ts'
import { text, texts } from './row-fields.ts'
import { textMatches } from './text-matches.ts'
import { vectorMatches, vectorsOf } from './vector-matches.ts'
import { neighboursIn } from './walk.ts'

/** The memories most like one: by its words, by what it means, and by what is around both. */
export async function findSimilar(
  reading: GraphReading,
  { memoryId, filter, limit, at }: SimilarRequest,
  deadlineMs: number,
): Promise<Similar[]> {
  const { reader, topology, vectors } = reading
  const endsAt = performance.now() + deadlineMs
  const left = () => Math.max(1, endsAt - performance.now())
  const [row] = reader.run('MATCH (m:Memory {id: $id}) RETURN m.title AS title, m.content AS content, m.tags AS tags', {
    id: memoryId,
  })
  if (row === undefined || topology.node(memoryId) === undefined) return []
  const terms = likenessTerms({ title: text(row, 'title'), content: text(row, 'content'), tags: texts(row, 'tags') })
  const found = await textMatches(reading, terms, {}, likenessPool, left())

  const parts = vectorsOf(reader, vectors, memoryId).slice(0, maxComparedParts)
  const cosines = new Map<string, number>()
  for (const values of parts) {
    const request = { model: vectors?.model ?? '', values }
    for (const { id, cosine } of await vectorMatches(reading, request, likenessPool, left())) {
      cosines.set(id, Math.max(cosines.get(id) ?? 0, cosine))
    }
  }
  const isAdmitted = createAdmission(reader, filter)
  return rankLikeness({
    memoryId,
    texts: found,
    cosines: parts.length === 0 ? null : cosines,
    neighboursOf: neighboursIn(topology, at),
    isReturned: (id) => topology.node(id) !== undefined && isAdmitted(id),
    limit,
  })
}
