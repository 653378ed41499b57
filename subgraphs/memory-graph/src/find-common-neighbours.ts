import { z } from 'zod'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import { id } from './input-shapes.ts'
import { readFilter } from './memory-filter.ts'
import { readAsOf, type MemoryAt, type RelationAt } from './past/as-of.ts'
import { findPastCommonNeighbours } from './past/find-past-surroundings.ts'
import { readBoth } from './read-both.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'
import { readInput } from './read-input.ts'

const maxFound = 100

export type CommonNeighbours = {
  readonly edges: readonly { readonly node: MemoryAt; readonly via: readonly RelationAt[] }[]
  readonly nodes: readonly MemoryAt[]
  readonly truncated: boolean
  readonly stale: boolean
}
type Given = GivenHolding & {
  readonly ids: readonly string[]
  readonly direction: Direction
  readonly types?: readonly string[] | null | undefined
  readonly filter?: unknown
  readonly first: number
  readonly asOf?: unknown
}

const shape = z.object({
  ids: z
    .array(id)
    .max(20, 'at most 20')
    .transform((ids) => [...new Set(ids)])
    .refine((ids) => ids.length >= 2, 'at least two memories'),
})

/** The memories that are a step away from each of some. */
export async function findCommonNeighbours(context: Context, given: Given): Promise<CommonNeighbours> {
  const { direction, types, first } = given
  if (first < 1 || first > maxFound) throw badInput('first', `first is 1 to ${maxFound}`)
  const { ids: memoryIds } = readInput(shape, { ids: given.ids })
  const filter = readFilter(given.filter)
  const asOf = await readAsOf(context, given.asOf)
  const at = instantOf(readHolding(given), asOf?.at)
  const request = {
    memoryIds,
    direction,
    filter,
    limit: first + 1,
    ...(types != null && { types }),
    ...(at !== null && { at }),
  }
  const { result, stale } =
    asOf === undefined
      ? await context.readGraph((engine, tenantId) => engine.commonNeighbours(tenantId, request))
      : { result: await findPastCommonNeighbours(context, request, asOf), stale: false }
  const found = result.slice(0, first)
  const wantedIds = found.map(({ memoryId }) => memoryId)
  const viaIds = found.flatMap(({ relationIds }) => relationIds)
  const { memories, relations } = await context.withTenant((em) => readBoth(em, wantedIds, viaIds, asOf))
  const edges = found.flatMap(({ relationIds }, index) => {
    const via = relations.splice(0, relationIds.length).filter((relation) => relation !== null)
    const node = memories[index]
    // What was deleted meanwhile, or lost one of the relations, is no common neighbour any more.
    return node == null || via.length < relationIds.length ? [] : [{ node, via }]
  })
  return { edges, nodes: edges.map(({ node }) => node), truncated: result.length > first, stale }
}
