import type { Neighbour, NeighboursRequest } from '../engine.ts'
import { createAdmission } from './create-admission.ts'
import type { GraphReading } from './open-graph.ts'
import { createWalk } from './walk.ts'

/** Breadth first, so that each memory is reached by one of its shortest ways. */
export async function findNeighbours(
  { reader, topology }: GraphReading,
  request: NeighboursRequest,
  deadlineMs: number,
): Promise<Neighbour[]> {
  const reached = new Set(request.memoryIds)
  const stepsFrom = createWalk(topology, {
    walk: request,
    isAllowed: createAdmission(reader, request.filter),
    deadlineMs,
  })
  const found: Neighbour[] = []
  let frontier = [...reached]
  for (let depth = 1; depth <= request.depth && found.length < request.limit; depth++) {
    const level = new Map<string, Neighbour>()
    for (const viaId of frontier) {
      for (const { toId, relationId } of await stepsFrom(viaId)) {
        if (reached.has(toId)) continue
        reached.add(toId)
        level.set(toId, { memoryId: toId, depth, viaId, relationId })
      }
    }
    frontier = [...level.keys()].toSorted()
    for (const id of frontier) {
      const neighbour = level.get(id)
      if (neighbour !== undefined) found.push(neighbour)
    }
    if (frontier.length === 0) break
  }
  return found.slice(0, request.limit)
}
