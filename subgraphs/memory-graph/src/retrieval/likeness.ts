import { termsOf } from '../engine/analyse-text.ts'
import type { Similar } from '../engine/engine.ts'

/** So many take part by their words, and so many by each vector. */
export const likenessPool = 100
/** The first parts of a memory say what it is about. */
export const maxComparedParts = 4
/** The first different words, likewise. */
const maxTerms = 64
/** Who is joined to more than so many others says little about each. */
const maxDegree = 250
/** Two memories that share two neighbours which have nobody else are as close as a graph can tell. */
const fullOverlap = 2 / Math.log(2)
/** What is around two memories adds to their likeness at most so much; it never makes them the same. */
const graphShare = 0.2

export type LikenessRequest = {
  readonly memoryId: string
  /** Who shares terms with it, best first: itself too, since nobody answers its words better. */
  readonly texts: readonly { readonly id: string; readonly score: number }[]
  /** How close its meaning is to that of others; null where it has no vectors. */
  readonly cosines: ReadonlyMap<string, number> | null
  /** Whom relations join to a memory. */
  readonly neighboursOf: (id: string) => ReadonlySet<string>
  readonly isReturned: (id: string) => boolean
  readonly limit: number
}

/** The terms by which those like a memory are found. */
export function likenessTerms(memory: {
  readonly title: string
  readonly content: string
  readonly tags: readonly string[]
}): string[] {
  const words = [memory.title, ...memory.tags, memory.content].flatMap(termsOf)
  return [...new Set(words)].slice(0, maxTerms)
}

/** The memories most like one, most alike first: by its words, by what it means, and by what is around both. */
export function rankLikeness(request: LikenessRequest): Similar[] {
  const { memoryId, texts, cosines, neighboursOf, isReturned, limit } = request
  const most = texts.find(({ id }) => id === memoryId)?.score ?? texts[0]?.score ?? 1
  const textOf = new Map(texts.map(({ id, score }) => [id, Math.min(1, score / most)]))
  const around = neighboursOf(memoryId)
  const graphOf = overlaps(memoryId, around, neighboursOf)
  return [...new Set([...textOf.keys(), ...(cosines?.keys() ?? []), ...graphOf.keys()])]
    .filter((id) => id !== memoryId && isReturned(id))
    .map((id): Similar => {
      const shared = { text: textOf.get(id) ?? 0, vector: cosines?.get(id) ?? null, graph: graphOf.get(id) ?? 0 }
      const alike = cosines === null ? shared.text : (shared.text + (shared.vector ?? 0)) / 2
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

/** What memories share with one: each common neighbour counts the more, the fewer others it has. */
function overlaps(
  memoryId: string,
  around: ReadonlySet<string>,
  neighboursOf: LikenessRequest['neighboursOf'],
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const neighbour of around) {
    const others = neighboursOf(neighbour)
    if (others.size < 2 || others.size > maxDegree) continue
    for (const id of others) if (id !== memoryId) sums.set(id, (sums.get(id) ?? 0) + 1 / Math.log(others.size))
  }
  return new Map([...sums].map(([id, sum]) => [id, Math.min(1, sum / fullOverlap)]))
}
