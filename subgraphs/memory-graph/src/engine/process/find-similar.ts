import { termsOf } from '../analyse-text.ts'
import type { Similar, SimilarRequest } from '../engine.ts'
import { createAdmission } from './create-admission.ts'
import type { GraphReading } from './open-graph.ts'
import { text, texts } from './row-fields.ts'
import { textMatches } from './text-matches.ts'
import type { TopologyEdge, TopologyNode } from './topology.ts'
import { vectorMatches, vectorsOf } from './vector-matches.ts'
import { isValidAt } from './walk.ts'

const poolSize = 100
/** The first different words say what a long memory is about. */
const maxTerms = 64
/** The first parts, likewise. */
const maxParts = 4
/** Who is joined to more than so many others says little about each. */
const maxDegree = 250
/** Two memories that share two neighbours which have nobody else are as close as a graph can tell. */
const fullOverlap = 2 / Math.log(2)
/** What is around two memories adds to their likeness at most so much; it never makes them the same. */
const graphShare = 0.2

/** The memories most like one: by its words, by what it means, and by what is around both. */
export async function findSimilar(
  reading: GraphReading,
  { memoryId, filter, limit, at }: SimilarRequest,
  deadlineMs: number,
): Promise<Similar[]> {
  const { reader, topology, vectors } = reading
  const endsAt = performance.now() + deadlineMs
  const left = () => Math.max(1, endsAt - performance.now())
  const node = topology.node(memoryId)
  const [row] = reader.run('MATCH (m:Memory {id: $id}) RETURN m.title AS title, m.content AS content, m.tags AS tags', {
    id: memoryId,
  })
  if (row === undefined || node === undefined) return []
  const words = [text(row, 'title'), ...texts(row, 'tags'), text(row, 'content')].flatMap(termsOf)
  const query = [...new Set(words)].slice(0, maxTerms).join(' ')
  const found = await textMatches(reading, query, {}, poolSize, left())
  // A memory answers its own words best: that is the measure of the others.
  const most = found.find(({ id }) => id === memoryId)?.score ?? found[0]?.score ?? 1
  const textOf = new Map(found.map(({ id, score }) => [id, Math.min(1, score / most)]))

  const parts = vectorsOf(reader, vectors, memoryId).slice(0, maxParts)
  const cosineOf = new Map<string, number>()
  for (const values of parts) {
    const request = { model: vectors?.model ?? '', values }
    for (const { id, cosine } of await vectorMatches(reading, request, poolSize, left())) {
      cosineOf.set(id, Math.max(cosineOf.get(id) ?? 0, cosine))
    }
  }
  const around = neighboursOf(node, at)
  const graphOf = overlaps(node, around, at)
  const isReturned = createAdmission(reader, filter)
  return [...new Set([...textOf.keys(), ...cosineOf.keys(), ...graphOf.keys()])]
    .filter((id) => id !== memoryId && topology.node(id) !== undefined && isReturned(id))
    .map((id): Similar => {
      const shared = { text: textOf.get(id) ?? 0, vector: cosineOf.get(id) ?? null, graph: graphOf.get(id) ?? 0 }
      const alike = parts.length === 0 ? shared.text : (shared.text + (shared.vector ?? 0)) / 2
      return {
        memoryId: id,
        score: alike + graphShare * shared.graph * (1 - alike),
        ...shared,
        isRelated: around.has(id),
      }
    })
    .toSorted((a, b) => b.score - a.score || (a.memoryId < b.memoryId ? -1 : 1))
    .slice(0, limit)
}

function neighboursOf(node: TopologyNode, at: number | undefined): Map<string, TopologyNode> {
  const holds = (edge: TopologyEdge) => at === undefined || isValidAt(edge, at)
  const joined = [...node.out.filter(holds).map(({ to }) => to), ...node.in.filter(holds).map(({ from }) => from)]
  return new Map(joined.map((each) => [each.id, each]))
}

/** What memories share with one: each common neighbour counts the more, the fewer others it has. */
function overlaps(
  node: TopologyNode,
  around: ReadonlyMap<string, TopologyNode>,
  at: number | undefined,
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const neighbour of around.values()) {
    const others = neighboursOf(neighbour, at)
    if (others.size < 2 || others.size > maxDegree) continue
    for (const id of others.keys()) {
      if (id !== node.id) sums.set(id, (sums.get(id) ?? 0) + 1 / Math.log(others.size))
    }
  }
  return new Map([...sums].map(([id, sum]) => [id, Math.min(1, sum / fullOverlap)]))
}
