import type { CommonNeighbour, CommonNeighboursRequest } from '../engine.ts'
import { createWalk, type Step, type Walkable } from './walk.ts'

/** What can be stepped on from each of some memories. */
export async function findCommonNeighbours(
  { topology, isAdmitted }: Walkable,
  request: CommonNeighboursRequest,
  deadlineMs: number,
): Promise<CommonNeighbour[]> {
  const memoryIds = [...new Set(request.memoryIds)]
  const stepsFrom = createWalk(topology, {
    walk: request,
    isAllowed: (id) => !memoryIds.includes(id) && isAdmitted(id),
    deadlineMs,
  })
  let common = new Map<string, readonly Step[]>()
  for (const [index, id] of memoryIds.entries()) {
    const before = common
    common = new Map()
    for (const [toId, step] of strongest(await stepsFrom(id))) {
      const steps = index === 0 ? [] : before.get(toId)
      if (steps !== undefined) common.set(toId, [...steps, step])
    }
  }
  return [...common]
    .map(([memoryId, steps]) => ({ memoryId, steps, weight: steps.reduce((sum, { weight }) => sum + weight, 0) }))
    .toSorted((a, b) => b.weight - a.weight || (a.memoryId < b.memoryId ? -1 : 1))
    .slice(0, request.limit)
    .map(({ memoryId, steps }) => ({ memoryId, relationIds: steps.map(({ relationId }) => relationId) }))
}

/** The strongest step to each memory that can be stepped on. */
function strongest(steps: readonly Step[]): Map<string, Step> {
  const kept = new Map<string, Step>()
  for (const step of steps) {
    const known = kept.get(step.toId)
    if (known === undefined || known.weight < step.weight) kept.set(step.toId, step)
  }
  return kept
}
