import type { GraphPath, PathRequest } from '../engine.ts'
import { createWalk, type Walkable } from './walk.ts'

type Arrival = { readonly previousId: string; readonly relationId: string } | null
type Side = { readonly arrivals: Map<string, Arrival>; readonly isReversed: boolean; frontier: readonly string[] }

/**
 * Breadth first from both ends, always from the side with fewer memories to look at, until the sides meet: every meeting
 * within a level is equally short.
 */
export async function findShortestPath(
  { topology, isAdmitted }: Walkable,
  request: PathRequest,
  deadlineMs: number,
): Promise<GraphPath | null> {
  const { fromId, toId, maxDepth } = request
  if (topology.node(fromId) === undefined || topology.node(toId) === undefined) return null
  if (fromId === toId) return { memoryIds: [fromId], relationIds: [], cost: 0 }
  const stepsFrom = createWalk(topology, {
    walk: request,
    isAllowed: (id) => id === fromId || id === toId || isAdmitted(id),
    deadlineMs,
  })
  const start = sideOf(fromId, false)
  const end = sideOf(toId, true)

  for (let depth = 1; depth <= maxDepth; depth++) {
    const [side, other] = start.frontier.length <= end.frontier.length ? [start, end] : [end, start]
    const next: string[] = []
    for (const id of side.frontier) {
      for (const step of await stepsFrom(id, side.isReversed)) {
        if (side.arrivals.has(step.toId)) continue
        side.arrivals.set(step.toId, { previousId: id, relationId: step.relationId })
        if (other.arrivals.has(step.toId)) return pathThrough(step.toId, start, end)
        next.push(step.toId)
      }
    }
    if (next.length === 0) return null
    side.frontier = next
  }
  return null
}

function sideOf(id: string, isReversed: boolean): Side {
  return { arrivals: new Map([[id, null]]), isReversed, frontier: [id] }
}

function pathThrough(meetingId: string, start: Side, end: Side): GraphPath {
  const before = wayTo(meetingId, start)
  const after = wayTo(meetingId, end)
  const relationIds = [...before.relationIds.toReversed(), ...after.relationIds]
  return {
    memoryIds: [...before.memoryIds.toReversed(), meetingId, ...after.memoryIds],
    relationIds,
    cost: relationIds.length,
  }
}

/** The way by which a side came to a memory, from there back to where the side began. */
function wayTo(id: string, side: Side): { memoryIds: string[]; relationIds: string[] } {
  const memoryIds: string[] = []
  const relationIds: string[] = []
  for (let arrival = side.arrivals.get(id); arrival != null; arrival = side.arrivals.get(arrival.previousId)) {
    memoryIds.push(arrival.previousId)
    relationIds.push(arrival.relationId)
  }
  return { memoryIds, relationIds }
}
