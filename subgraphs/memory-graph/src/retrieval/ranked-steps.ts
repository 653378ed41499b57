import type { WalkEdge } from '../engine/process/walk.ts'
import type { RankedStep } from './rank.ts'
import { roleOf } from './relation-role.ts'

/** So many relations of one memory are looked at, each way. */
const maxSteps = 250

type Edge = Pick<WalkEdge, 'from' | 'to' | 'type' | 'weight'>

/** The steps that a search sees from a memory, over relations that hold. */
export const rankedSteps = (node: { readonly out: readonly Edge[]; readonly in: readonly Edge[] }): RankedStep[] => [
  ...node.out.slice(0, maxSteps).map(({ to, type, weight }) => ({ toId: to.id, role: roleOf(type, true), weight })),
  ...node.in.slice(0, maxSteps).map(({ from, type, weight }) => ({ toId: from.id, role: roleOf(type, false), weight })),
]
