import type { Direction, WalkFilter } from '../engine.ts'
import { GraphDeadlineError } from '../engine-errors.ts'
import { createTurns } from '../../next-turn.ts'

/** A relation as walks see it. */
export type WalkEdge = {
  readonly id: string
  readonly from: { readonly id: string }
  readonly to: { readonly id: string }
  readonly type: string
  readonly weight: number
  readonly validFrom: number | null
  readonly validTo: number | null
}
/** What is walked: that of an open graph, or of an earlier one. */
export type WalkTopology = {
  node(id: string): { readonly out: readonly WalkEdge[]; readonly in: readonly WalkEdge[] } | undefined
}
/** What ways are looked for in. */
export type Walkable = {
  readonly topology: WalkTopology
  /** Whether a memory meets the filter of those that may be passed through. */
  readonly isAdmitted: (id: string) => boolean
}

/** One step from a memory to another. */
export type Step = { readonly toId: string; readonly relationId: string; readonly weight: number }

export type WalkOptions = {
  readonly walk: WalkFilter
  /** Whether a memory may be stepped on. */
  readonly isAllowed: (id: string) => boolean
  readonly deadlineMs: number
}

const reversed: Readonly<Record<Direction, Direction>> = { OUT: 'IN', IN: 'OUT', BOTH: 'BOTH' }

/** Answers the steps from a memory, against the walk's direction when `isReversed`; lets others have their turn meanwhile. */
export function createWalk(topology: WalkTopology, { walk, isAllowed, deadlineMs }: WalkOptions) {
  const endsAt = performance.now() + deadlineMs
  const turns = createTurns()
  const types = walk.types === undefined ? null : new Set(walk.types)

  function isUsable(edge: WalkEdge): boolean {
    if (types !== null && !types.has(edge.type)) return false
    if (walk.minWeight !== undefined && edge.weight < walk.minWeight) return false
    return walk.at === undefined || isValidAt(edge, walk.at)
  }

  function* stepsOf(id: string, direction: Direction): Generator<Step> {
    const node = topology.node(id)
    if (node === undefined) return
    if (direction !== 'IN') {
      for (const edge of node.out) if (isUsable(edge)) yield stepTo(edge.to.id, edge)
    }
    if (direction !== 'OUT') {
      for (const edge of node.in) if (isUsable(edge)) yield stepTo(edge.from.id, edge)
    }
  }

  return async (id: string, isReversed = false): Promise<Step[]> => {
    if (performance.now() > endsAt) throw new GraphDeadlineError('the walk took too long')
    if (turns.isOver()) await turns.next()
    const direction = isReversed ? reversed[walk.direction] : walk.direction
    return [...stepsOf(id, direction)].filter(({ toId }) => isAllowed(toId))
  }
}

const stepTo = (toId: string, { id, weight }: WalkEdge): Step => ({ toId, relationId: id, weight })

/** Whom relations join to a memory that hold at an instant; at any, where none is given. */
export function neighboursIn(topology: WalkTopology, at: number | undefined): (id: string) => Set<string> {
  const holds = (edge: WalkEdge) => at === undefined || isValidAt(edge, at)
  return (id) => {
    const node = topology.node(id)
    if (node === undefined) return new Set()
    return new Set([
      ...node.out.filter(holds).map(({ to }) => to.id),
      ...node.in.filter(holds).map(({ from }) => from.id),
    ])
  }
}

export function isValidAt(edge: Pick<WalkEdge, 'validFrom' | 'validTo'>, at: number): boolean {
  return (edge.validFrom === null || edge.validFrom <= at) && (edge.validTo === null || edge.validTo > at)
}
