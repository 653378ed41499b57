import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Keyset, type PageArguments, type PageInfo } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import { readFilter } from './memory-filter.ts'
import type { MemoryAt, RelationAt } from './past/as-of.ts'
import { findPastNeighbours } from './past/find-past-neighbours.ts'
import { readBoth } from './read-both.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'

const maxDepth = 6
/** So many memories can be paged through. */
const maxReached = 1_000

export type NeighbourEdge = {
  readonly cursor: string
  readonly node: MemoryAt
  readonly depth: number
  readonly via: RelationAt | null
}
export type NeighbourConnection = {
  readonly edges: readonly NeighbourEdge[]
  readonly nodes: readonly MemoryAt[]
  readonly pageInfo: PageInfo
  readonly stale: boolean
}
type Given = PageArguments &
  GivenHolding & {
    readonly depth: number
    readonly direction: Direction
    readonly types?: readonly string[] | null | undefined
    readonly filter?: unknown
  }

/** The memories around one, nearest first, then by id. */
export async function findNeighbours(
  { id, asOf }: Pick<MemoryAt, 'id' | 'asOf'>,
  given: Given,
  context: Context,
): Promise<NeighbourConnection> {
  if (given.depth < 1 || given.depth > maxDepth) throw badInput('depth', `depth is 1 to ${maxDepth}`)
  const page = readPage(given, 2)
  const filter = readFilter(given.filter)
  const at = instantOf(readHolding(given), asOf?.at)
  const request = {
    memoryIds: [id],
    depth: given.depth,
    direction: given.direction,
    filter,
    limit: page.after === null ? page.limit + 1 : maxReached,
    ...(given.types != null && { types: given.types }),
    ...(at !== null && { at }),
  }
  const { result, stale } =
    asOf === undefined
      ? await context.readGraph((engine, tenantId) => engine.neighbours(tenantId, request))
      : { result: await context.withTenant((em) => findPastNeighbours(em, request, asOf)), stale: false }
  const start = page.after === null ? 0 : result.findIndex((each) => isAfter(each, page.after ?? []))
  const reached = start < 0 ? [] : result.slice(start, start + page.limit + 1)
  const memoryIds = reached.map(({ memoryId }) => memoryId)
  const relationIds = reached.map(({ relationId }) => relationId)
  // The rows say what is there: a memory that was deleted meanwhile is left out.
  const { memories, relations } = await context.withTenant((em) => readBoth(em, memoryIds, relationIds, asOf))
  const found = reached.flatMap(({ depth }, index) => {
    const node = memories[index]
    return node == null ? [] : [{ node, depth, via: relations[index] ?? null }]
  })
  const { edges, pageInfo } = toConnection(found, page, ({ depth, node }) => [depth, node.id])
  return {
    edges: edges.map(({ cursor, node: edge }) => ({ cursor, ...edge })),
    nodes: edges.map(({ node: edge }) => edge.node),
    pageInfo,
    stale,
  }
}

function isAfter(
  { depth, memoryId }: { readonly depth: number; readonly memoryId: string },
  [toDepth, toId]: Keyset,
): boolean {
  return depth > Number(toDepth) || (depth === Number(toDepth) && memoryId > String(toId))
}
