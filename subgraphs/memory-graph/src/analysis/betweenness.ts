import type { GraphShape } from './analysis.ts'
import { neighbourhoods } from './neighbourhoods.ts'

/** Ways are followed from so many memories at most. */
const maxSources = 512

/**
 * Betweenness by Brandes' algorithm (2001), whichever way relations point and each a step: on what share of the shortest
 * ways between others a memory lies, 0 … 1. In a large graph ways are followed from evenly spread memories only (Brandes and
 * Pich 2007), which makes it an estimate.
 */
export function betweenness(
  shape: GraphShape,
  report: (progress: number) => void,
): { readonly scores: Float64Array; readonly sources: number } {
  const neighbours = neighbourhoods(shape)
  const count = neighbours.length
  const scores = new Float64Array(count)
  const sources = Math.min(count, maxSources)
  const distance = new Int32Array(count)
  const ways = new Float64Array(count)
  const dependency = new Float64Array(count)
  const order = new Int32Array(count)
  for (let n = 0; n < sources; n++) {
    const source = Math.floor((n * count) / sources)
    distance.fill(-1)
    ways.fill(0)
    dependency.fill(0)
    distance[source] = 0
    ways[source] = 1
    order[0] = source
    let reached = 1
    for (let at = 0; at < reached; at++) {
      const here = order[at] ?? 0
      const [steps, waysHere] = [distance[here] ?? 0, ways[here] ?? 0]
      for (const next of neighbours[here] ?? []) {
        if (distance[next] === -1) {
          distance[next] = steps + 1
          order[reached++] = next
        }
        if (distance[next] === steps + 1) ways[next] = (ways[next] ?? 0) + waysHere
      }
    }
    for (let at = reached - 1; at > 0; at--) {
      const here = order[at] ?? 0
      const share = (1 + (dependency[here] ?? 0)) / (ways[here] ?? 1)
      for (const before of neighbours[here] ?? []) {
        if (distance[before] === (distance[here] ?? 0) - 1)
          dependency[before] = (dependency[before] ?? 0) + (ways[before] ?? 0) * share
      }
      scores[here] = (scores[here] ?? 0) + (dependency[here] ?? 0)
    }
    report((n + 1) / sources)
  }
  const pairs = (count - 1) * (count - 2) * (sources / count)
  return { scores: scores.map((score) => (pairs > 0 ? score / pairs : 0)), sources }
}
