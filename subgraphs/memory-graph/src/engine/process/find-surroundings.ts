import type { Surroundings, SurroundingsRequest } from '../engine.ts'
import { createWalk, type Walkable } from './walk.ts'

/** Breadth first until there are as many memories as may be; then what joins them. */
export async function findSurroundings(
  { topology, isAdmitted }: Walkable,
  request: SurroundingsRequest,
  deadlineMs: number,
): Promise<Surroundings> {
  const { depth: maxDepth, limit, maxRelations } = request
  const startedAt = performance.now()
  const starts = new Set(request.memoryIds.filter((id) => topology.node(id) !== undefined))
  const isAllowed = (id: string) => starts.has(id) || isAdmitted(id)
  const stepsFrom = createWalk(topology, { walk: request, isAllowed, deadlineMs })
  const reached = new Set(starts)
  let frontier = [...starts]
  for (let depth = 1; depth <= maxDepth && frontier.length > 0 && reached.size <= limit; depth++) {
    const level = new Set<string>()
    for (const id of frontier) {
      for (const { toId } of await stepsFrom(id)) if (!reached.has(toId)) level.add(toId)
    }
    frontier = [...level].toSorted()
    for (const id of frontier) reached.add(id)
  }
  const memoryIds = [...reached].slice(0, limit)

  const chosen = new Set(memoryIds)
  const relationsFrom = createWalk(topology, {
    // Each relation is met once, at the memory it starts from.
    walk: { ...request, direction: 'OUT' },
    isAllowed: (id) => chosen.has(id),
    deadlineMs: deadlineMs - (performance.now() - startedAt),
  })
  const relationIds: string[] = []
  for (const id of memoryIds) {
    for (const { relationId } of await relationsFrom(id)) relationIds.push(relationId)
    if (relationIds.length > maxRelations) break
  }
  return {
    memoryIds,
    relationIds: relationIds.slice(0, maxRelations),
    isCut: reached.size > limit || relationIds.length > maxRelations,
  }
}
