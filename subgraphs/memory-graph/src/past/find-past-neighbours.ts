import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Direction, MemoryFilter, Neighbour } from '../engine/engine.ts'
import type { AsOf } from './as-of.ts'
import { admittedThen } from './past-memories.ts'
import { createPastWalk } from './past-walk.ts'

type Request = {
  readonly memoryIds: readonly string[]
  readonly depth: number
  readonly direction: Direction
  readonly types?: readonly string[]
  readonly at?: number
  readonly filter: MemoryFilter
  readonly limit: number
}

/** The memories that were around some at a moment, nearest first, then by id: what the engine says of the present. */
export async function findPastNeighbours(em: Em, request: Request, asOf: AsOf): Promise<Neighbour[]> {
  const { direction, types = null, at = null, depth: deepest, limit, filter } = request
  const reached = new Set(request.memoryIds)
  const found: Neighbour[] = []
  let frontier = [...reached]
  const walk = createPastWalk(em, { types, at, asOf }, () =>
    badInput('depth', 'Too much was around it: ask for fewer steps'),
  )
  for (let depth = 1; depth <= deepest && frontier.length > 0 && found.length < limit; depth++) {
    const relations = await walk(frontier, direction)
    const from = new Set(frontier)
    const level = new Map<string, Neighbour>()
    const step = (viaId: string, memoryId: string, relationId: string) => {
      if (from.has(viaId) && !reached.has(memoryId) && !level.has(memoryId))
        level.set(memoryId, { memoryId, depth, viaId, relationId })
    }
    for (const { id, fromId, toId } of relations) {
      if (direction !== 'IN') step(fromId, toId, id)
      if (direction !== 'OUT') step(toId, fromId, id)
    }
    frontier = (await admittedThen(em, [...level.keys()], filter, asOf)).toSorted()
    for (const id of frontier) {
      reached.add(id)
      const neighbour = level.get(id)
      if (neighbour !== undefined) found.push(neighbour)
    }
  }
  return found.slice(0, limit)
}
