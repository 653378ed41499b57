import type { GraphShape } from './analysis.ts'
import { neighbourhoods } from './neighbourhoods.ts'

/** The local clustering coefficient of each memory (Watts and Strogatz 1998): how many of its neighbours' pairs are neighbours. */
export function clustering(shape: GraphShape): readonly number[] {
  const neighbours = neighbourhoods(shape)
  const isMarked = new Uint8Array(neighbours.length)
  return neighbours.map((own) => {
    if (own.length < 2) return 0
    for (const place of own) isMarked[place] = 1
    let links = 0
    for (const place of own) for (const other of neighbours[place] ?? []) links += isMarked[other] ?? 0
    for (const place of own) isMarked[place] = 0
    // Each link was met from both its ends.
    return links / (own.length * (own.length - 1))
  })
}
