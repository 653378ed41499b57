import { GraphDeadlineError } from '../engine-errors.ts'
import type { GraphPath, PathMeasure, PathsRequest, PathsResult } from '../engine.ts'
import { PriorityQueue } from './priority-queue.ts'
import { createWalk, type Step, type Walkable } from './walk.ts'

/** So many ways are followed at once; who asks for more asks for too much. */
const maxFollowed = 200_000
/** Sums of the same costs in another order differ by less, as a share. */
const rounding = 1e-9

const costs: Readonly<Record<PathMeasure, (step: Step) => number>> = {
  STEPS: () => 1,
  WEIGHT: ({ weight }) => 1 / weight,
}

/** How a way begins: its last step so far, after those before. */
type Beginning = {
  readonly id: string
  readonly previous: Beginning | null
  readonly relationId: string
  readonly steps: number
  readonly cost: number
  /** What the cheapest way costs that begins like this. */
  readonly total: number
  /** Counts beginnings, so that those which are alike come out in the order they went in. */
  readonly number: number
}
type StepsFrom = (id: string, isReversed?: boolean) => Promise<Step[]>
/** What the cheapest way costs from a memory to the end in at most so many steps; infinite where there is none. */
type CostLeft = (id: string, steps: number) => number

/**
 * Ways in the order of their cost. What is left from each memory to the end is found first, backwards; with it, ways are
 * followed best first and only into what leads to the end (A* with an estimate that is exact).
 */
export async function findPaths(
  { topology, isAdmitted }: Walkable,
  request: PathsRequest,
  deadlineMs: number,
): Promise<PathsResult> {
  const { fromId, toId, maxDepth, limit, isOnlyCheapest } = request
  if (topology.node(fromId) === undefined || topology.node(toId) === undefined) return { paths: [], isCut: false }
  const costOf = costs[request.measure]
  const stepsFrom = createWalk(topology, {
    walk: request,
    isAllowed: (id) => id === fromId || id === toId || isAdmitted(id),
    deadlineMs,
  })
  const costLeft = await findCostLeft(request, stepsFrom)
  const least = costLeft(fromId, maxDepth)
  const most = isOnlyCheapest ? least * (1 + rounding) : Infinity

  const following = new PriorityQueue(comesBefore)
  let number = 0
  const follow = (beginning: Omit<Beginning, 'total' | 'number'>) => {
    const total = beginning.cost + costLeft(beginning.id, maxDepth - beginning.steps)
    if (total === Infinity || total > most) return
    if (following.size >= maxFollowed) throw new GraphDeadlineError('there are too many ways')
    following.push({ ...beginning, total, number: number++ })
  }
  follow({ id: fromId, previous: null, relationId: '', steps: 0, cost: 0 })

  const paths: GraphPath[] = []
  for (let way = following.pop(); way !== undefined; way = following.pop()) {
    if (way.id === toId) {
      if (paths.length === limit) return { paths, isCut: true }
      paths.push(pathOf(way))
      continue
    }
    for (const step of await stepsFrom(way.id)) {
      if (isOn(way, step.toId)) continue
      const { toId: id, relationId } = step
      follow({ id, previous: way, relationId, steps: way.steps + 1, cost: way.cost + costOf(step) })
    }
  }
  return { paths, isCut: false }
}

/** Relaxes backwards from the end, a level a step (Bellman and Ford); each level keeps only what it made cheaper. */
async function findCostLeft(request: PathsRequest, stepsFrom: StepsFrom): Promise<CostLeft> {
  const { fromId, toId, maxDepth, measure, isOnlyCheapest } = request
  const costOf = costs[measure]
  const best = new Map([[toId, 0]])
  const levels = [new Map(best)]
  // A way of more steps than the shortest is not among the cheapest where steps are what counts.
  const isEnough = () => measure === 'STEPS' && isOnlyCheapest && best.has(fromId)
  for (let depth = 1; depth <= maxDepth && !isEnough(); depth++) {
    const level = new Map<string, number>()
    for (const [id, cost] of levels[depth - 1] ?? []) {
      for (const step of await stepsFrom(id, true)) {
        const through = cost + costOf(step)
        if (through < (best.get(step.toId) ?? Infinity)) {
          best.set(step.toId, through)
          level.set(step.toId, through)
        }
      }
    }
    levels.push(level)
  }
  return (id, steps) => {
    for (let depth = Math.min(steps, levels.length - 1); depth >= 0; depth--) {
      const cost = levels[depth]?.get(id)
      if (cost !== undefined) return cost
    }
    return Infinity
  }
}

function comesBefore(a: Beginning, b: Beginning): boolean {
  if (a.total !== b.total) return a.total < b.total
  return a.steps !== b.steps ? a.steps > b.steps : a.number < b.number
}

function isOn(way: Beginning, id: string): boolean {
  for (let at: Beginning | null = way; at !== null; at = at.previous) if (at.id === id) return true
  return false
}

function pathOf(way: Beginning): GraphPath {
  const memoryIds: string[] = []
  const relationIds: string[] = []
  for (let at: Beginning | null = way; at !== null; at = at.previous) {
    memoryIds.push(at.id)
    if (at.previous !== null) relationIds.push(at.relationId)
  }
  return { memoryIds: memoryIds.toReversed(), relationIds: relationIds.toReversed(), cost: way.cost }
}
