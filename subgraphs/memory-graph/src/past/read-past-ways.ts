import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Direction, PathRequest } from '../engine/engine.ts'
import type { Walkable } from '../engine/process/walk.ts'
import type { AsOf, RelationAt } from './as-of.ts'
import { admittedThen } from './past-memories.ts'
import { createPastWalk, pastTopology } from './past-walk.ts'

type Side = { readonly reached: Set<string>; readonly direction: Direction; frontier: readonly string[] }

const reversed: Readonly<Record<Direction, Direction>> = { OUT: 'IN', IN: 'OUT', BOTH: 'BOTH' }

/**
 * What lay between two memories at a moment, as ways are looked for in it: gathered from both ends, a step at a time from the
 * side with less to look at, until as many steps as a way may have are covered. Where only the fewest steps count, that is
 * when the sides meet.
 */
export async function readPastWays(
  em: Em,
  request: PathRequest,
  { asOf, isOnlyShortest }: { readonly asOf: AsOf; readonly isOnlyShortest: boolean },
): Promise<Walkable> {
  const { fromId, toId, maxDepth, direction, types = null, at = null, filter = {} } = request
  const ends = new Set([fromId, toId])
  const between: RelationAt[] = []
  const admitted = new Set<string>()
  const present = await admittedThen(em, [...ends], {}, asOf)
  if (present.length < ends.size) return { topology: { node: () => undefined }, isAdmitted: () => false }

  const start: Side = { reached: new Set([fromId]), direction, frontier: [fromId] }
  const end: Side = { reached: new Set([toId]), direction: reversed[direction], frontier: [toId] }
  const walk = createPastWalk(em, { types, at, asOf }, () =>
    badInput('maxDepth', 'Too much lay between them: ask for fewer steps'),
  )
  for (let depth = 1; depth <= maxDepth && fromId !== toId; depth++) {
    const [side, other] = start.frontier.length <= end.frontier.length ? [start, end] : [end, start]
    if (side.frontier.length === 0) break
    const relations = await walk(side.frontier, side.direction)
    between.push(...relations)
    const met = new Set(relations.flatMap((each) => [each.fromId, each.toId])).difference(side.reached)
    for (const id of await admittedThen(em, [...met], filter, asOf)) admitted.add(id)
    side.frontier = [...met].filter((id) => admitted.has(id) || ends.has(id)).toSorted()
    for (const id of side.frontier) side.reached.add(id)
    if (isOnlyShortest && side.frontier.some((id) => other.reached.has(id))) break
  }

  return { topology: pastTopology(between), isAdmitted: (id) => admitted.has(id) }
}
