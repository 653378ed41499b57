import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { ConfinedEngine } from './confine-engine.ts'
import type { Direction, GraphPath, PathMeasure, PathRequest, PathsRequest, PathsResult } from './engine/engine.ts'
import { readFilter } from './memory-filter.ts'
import { readAsOf, type AsOf, type MemoryAt, type RelationAt } from './past/as-of.ts'
import { findPastPaths, findPastShortestPath } from './past/find-past-paths.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'
import { readBoth } from './read-both.ts'

const maxSteps = 10

export type Path = {
  readonly memories: readonly MemoryAt[]
  readonly relations: readonly RelationAt[]
  readonly cost: number
  readonly stale: boolean
}
export type PathGiven = GivenHolding & {
  readonly fromId: string
  readonly toId: string
  readonly maxDepth: number
  readonly direction: Direction
  readonly types?: readonly string[] | null | undefined
  readonly filter?: unknown
  readonly by: PathMeasure
  readonly asOf?: unknown
}

/**
 * The cheapest way between two memories, or null. Where the graph lags behind, only a way that still stands is an answer.
 */
export async function findPath(context: Context, given: PathGiven): Promise<Path | null> {
  const { request, asOf } = await readPathRequest(context, given)
  const { result, stale } =
    asOf === undefined
      ? await context.readGraph((engine, tenantId) => cheapest(given.by, request, engineOf(engine, tenantId)))
      : { result: await cheapest(given.by, request, pastOf(context, asOf)), stale: false }
  if (result === null && !stale) return null
  const [path] = result === null ? [] : await readPaths(context, [result], { stale, asOf })
  // The way may be among what the graph lacks.
  if (path === undefined) throw isCatchingUp()
  return path
}

/** Who finds ways: the engine in the present, or we in the past. */
type Finder = {
  shortestPath(request: PathRequest): Promise<GraphPath | null>
  paths(request: PathsRequest): Promise<PathsResult>
}

const engineOf = (engine: ConfinedEngine, tenantId: string): Finder => ({
  shortestPath: (request) => engine.shortestPath(tenantId, request),
  paths: (request) => engine.paths(tenantId, request),
})
const pastOf = (context: Context, asOf: AsOf): Finder => ({
  shortestPath: (request) => findPastShortestPath(context, request, asOf),
  paths: (request) => findPastPaths(context, request, asOf),
})

async function cheapest(by: PathMeasure, request: PathRequest, finder: Finder): Promise<GraphPath | null> {
  if (by === 'STEPS') return finder.shortestPath(request)
  const { paths } = await finder.paths({ ...request, measure: by, isOnlyCheapest: true, limit: 1 })
  return paths[0] ?? null
}

/** What a way is asked for, and as of when; refuses what is out of bounds. */
export async function readPathRequest(
  context: Context,
  given: PathGiven,
): Promise<{ readonly request: PathRequest; readonly asOf: AsOf | undefined }> {
  const { fromId, toId, maxDepth, direction, types } = given
  if (maxDepth < 1 || maxDepth > maxSteps) throw badInput('maxDepth', `maxDepth is 1 to ${maxSteps}`)
  const filter = readFilter(given.filter)
  const asOf = await readAsOf(context, given.asOf)
  const at = instantOf(readHolding(given), asOf?.at)
  const request = { fromId, toId, maxDepth, direction, filter, ...(types != null && { types }) }
  return { request: { ...request, ...(at !== null && { at }) }, asOf }
}

type Standing = { readonly stale: boolean; readonly asOf: AsOf | undefined }

/** The rows of ways. Throws `UNAVAILABLE` when a part of one was deleted since. */
export async function readPaths(
  context: Context,
  paths: readonly GraphPath[],
  { stale, asOf }: Standing,
): Promise<Path[]> {
  const memoryIds = paths.flatMap((path) => path.memoryIds)
  const relationIds = paths.flatMap((path) => path.relationIds)
  const { memories, relations } = await context.withTenant((em) => readBoth(em, memoryIds, relationIds, asOf))
  return paths.map((path) => ({
    memories: memories.splice(0, path.memoryIds.length).map(standing),
    relations: relations.splice(0, path.relationIds.length).map(standing),
    cost: path.cost,
    stale,
  }))
}

function standing<Row>(row: Row | null): Row {
  if (row === null) throw isCatchingUp()
  return row
}

const isCatchingUp = () => new ClientError('UNAVAILABLE', 'The graph is catching up; try again', { retryAfterMs: 500 })
