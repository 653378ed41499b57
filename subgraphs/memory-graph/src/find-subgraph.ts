import { z } from 'zod'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import type { Memory, Relation } from './entities.ts'
import { id } from './input-shapes.ts'
import { readFilter } from './memory-filter.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'
import { readInput } from './read-input.ts'
import { readMemories, readRelations } from './read-rows.ts'

const maxDepth = 6
const maxMemories = 500
const maxRelations = 1_000

export type Subgraph = {
  readonly memories: readonly Memory[]
  readonly relations: readonly Relation[]
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
}

const shape = z.object({ ids: z.array(id).min(1, 'at least one').max(100, 'at most 100') })

/** Some memories, what is around them, and every relation between any two of those. */
export async function findSubgraph(context: Context, given: Given): Promise<Subgraph> {
  const { depth, direction, types, first } = given
  if (depth < 0 || depth > maxDepth) throw badInput('depth', `depth is 0 to ${maxDepth}`)
  if (first < 1 || first > maxMemories) throw badInput('first', `first is 1 to ${maxMemories}`)
  const { ids: memoryIds } = readInput(shape, { ids: given.ids })
  const filter = readFilter(given.filter)
  const at = instantOf(readHolding(given))
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
  const { result, stale } = await context.readGraph((engine, tenantId) => engine.surroundings(tenantId, request))
  const { memories, relations } = await context.withTenant(async (em) => ({
    memories: (await readMemories(em, result.memoryIds)).filter((memory) => memory !== null),
    relations: (await readRelations(em, result.relationIds)).filter((relation) => relation !== null),
  }))
  // What was deleted meanwhile is left out, with the relations of it.
  const there = new Set(memories.map((memory) => memory.id))
  return {
    memories,
    relations: relations.filter(({ fromId, toId }) => there.has(fromId) && there.has(toId)),
    truncated: result.isCut,
    stale,
  }
}
