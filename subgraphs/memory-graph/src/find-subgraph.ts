import { z } from 'zod'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import { id } from './input-shapes.ts'
import { readFilter } from './memory-filter.ts'
import { readAsOf, type MemoryAt, type RelationAt } from './past/as-of.ts'
import { findPastSurroundings } from './past/find-past-surroundings.ts'
import { readBoth } from './read-both.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'
import { readInput } from './read-input.ts'

const maxDepth = 6
const maxMemories = 500
const maxRelations = 1_000

export type Subgraph = {
  readonly memories: readonly MemoryAt[]
  readonly relations: readonly RelationAt[]
  readonly truncated: boolean
  readonly stale: boolean
}
type Given = GivenHolding & {
  readonly ids: readonly string[]
  readonly depth: number
  readonly direction: Direction
  readonly types?: readonly string[] | null | undefined
  readonly filter?: unknown
  readonly first: number
  readonly asOf?: unknown
}

const shape = z.object({ ids: z.array(id).min(1, 'at least one').max(100, 'at most 100') })

/** Some memories, what is around them, and every relation between any two of those. */
export async function findSubgraph(context: Context, given: Given): Promise<Subgraph> {
  const { depth, direction, types, first } = given
  if (depth < 0 || depth > maxDepth) throw badInput('depth', `depth is 0 to ${maxDepth}`)
  if (first < 1 || first > maxMemories) throw badInput('first', `first is 1 to ${maxMemories}`)
  const { ids: memoryIds } = readInput(shape, { ids: given.ids })
  const filter = readFilter(given.filter)
  const asOf = await readAsOf(context, given.asOf)
  const at = instantOf(readHolding(given), asOf?.at)
  const request = {
    memoryIds,
    depth,
    direction,
    filter,
    limit: first,
    maxRelations,
    ...(types != null && { types }),
    ...(at !== null && { at }),
  }
  const { result, stale } =
    asOf === undefined
      ? await context.readGraph((engine, tenantId) => engine.surroundings(tenantId, request))
      : { result: await findPastSurroundings(context, request, asOf), stale: false }
  const found = await context.withTenant((em) => readBoth(em, result.memoryIds, result.relationIds, asOf))
  const memories = found.memories.filter((memory) => memory !== null)
  const relations = found.relations.filter((relation) => relation !== null)
  // What was deleted meanwhile is left out, with the relations of it.
  const there = new Set(memories.map((memory) => memory.id))
  return {
    memories,
    relations: relations.filter(({ fromId, toId }) => there.has(fromId) && there.has(toId)),
    truncated: result.isCut,
    stale,
  }
}
