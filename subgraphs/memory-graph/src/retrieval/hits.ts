import type { Hit } from '../engine/engine.ts'
import type { Ranked } from './rank.ts'

/** So many matches take part in a ranking at least, whatever number is asked for. */
const poolSize = 200

export const poolFor = (limit: number): number => Math.max(poolSize, limit)

/**
 * What a cosine says of a memory, given those that were found, best first. What even the last of a full pool has in common with the
 * query says nothing, and the square sets the few that mean the same apart from the many that are merely about the same.
 */
export function closenessOf(cosines: readonly number[], pool: number): (cosine: number) => number {
  const least = cosines.length < pool ? 0 : (cosines.at(-1) ?? 0)
  return (cosine) => Math.max(0, cosine - least) ** 2
}

/** A hit of words alone. */
export const textHit = ({ id, score }: { readonly id: string; readonly score: number }): Hit => ({
  memoryId: id,
  score,
  signals: { text: score, vector: 0, graph: 0, recency: 0 },
  via: null,
})

export const rankedHit = ({ id, score, signals, via }: Ranked): Hit => ({ memoryId: id, score, signals, via })
