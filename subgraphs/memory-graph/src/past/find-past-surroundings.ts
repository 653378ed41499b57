import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { CommonNeighbour, CommonNeighboursRequest, Surroundings, SurroundingsRequest } from '../engine/engine.ts'
import { findCommonNeighbours } from '../engine/process/find-common-neighbours.ts'
import { findSurroundings } from '../engine/process/find-surroundings.ts'
import type { AsOf, RelationAt } from './as-of.ts'
import { orRefusal, pastDeadlineMs } from './find-past-paths.ts'
import { admittedThen } from './past-memories.ts'
import { createPastWalk, pastTopology } from './past-walk.ts'

/** What was around some memories at a moment: what the engine says of the present. */
export async function findPastSurroundings(
  context: Context,
  request: SurroundingsRequest,
  asOf: AsOf,
): Promise<Surroundings> {
  const { depth: deepest, direction, limit, filter = {}, types = null, at = null } = request
  const { starts, admitted, met } = await context.withTenant(async (em) => {
    const walk = createPastWalk(em, { types, at, asOf }, () =>
      badInput('depth', 'Too much was around them: ask for fewer steps'),
    )
    const starts = new Set(await admittedThen(em, request.memoryIds, {}, asOf))
    const met: RelationAt[] = []
    const admitted = new Set<string>()
    const reached = new Set(starts)
    let frontier = [...starts]
    for (let depth = 1; depth <= deepest && frontier.length > 0 && reached.size <= limit; depth++) {
      const relations = await walk(frontier, direction)
      met.push(...relations)
      const ends = new Set(relations.flatMap(({ fromId, toId }) => [fromId, toId])).difference(reached)
      frontier = await admittedThen(em, [...ends], filter, asOf)
      for (const id of frontier) admitted.add(id)
      for (const id of frontier) reached.add(id)
    }
    // What joins those that were reached, whichever way they were.
    met.push(...(await walk([...reached], 'OUT')))
    return { starts, admitted, met }
  })
  const walkable = { topology: pastTopology(met), isAdmitted: (id: string) => admitted.has(id) }
  const memoryIds = request.memoryIds.filter((id) => starts.has(id))
  return orRefusal(findSurroundings(walkable, { ...request, memoryIds }, pastDeadlineMs))
}

/** What some memories had in common at a moment. */
export async function findPastCommonNeighbours(
  context: Context,
  request: CommonNeighboursRequest,
  asOf: AsOf,
): Promise<CommonNeighbour[]> {
  const { memoryIds, direction, filter = {}, types = null, at = null } = request
  const walkable = await context.withTenant(async (em) => {
    const walk = createPastWalk(em, { types, at, asOf }, () => badInput('ids', 'Too much was around them'))
    const relations = await walk(memoryIds, direction)
    const ends = new Set(relations.flatMap(({ fromId, toId }) => [fromId, toId]))
    const admitted = new Set(await admittedThen(em, [...ends], filter, asOf))
    return { topology: pastTopology(relations), isAdmitted: (id: string) => admitted.has(id) }
  })
  return orRefusal(findCommonNeighbours(walkable, request, pastDeadlineMs))
}
