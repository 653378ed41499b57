import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { ConfinedEngine } from './confine-engine.ts'
import type { Direction, GraphPath, PathMeasure, PathRequest } from './engine/engine.ts'
import type { Memory, Relation } from './entities.ts'
import { readFilter } from './memory-filter.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'
import { readMemories, readRelations } from './read-rows.ts'

const maxSteps = 10

export type Path = {
  readonly memories: readonly Memory[]
  readonly relations: readonly Relation[]
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
}

/** The cheapest way between two memories, or null. Where the graph lags behind, only a way that still stands is an answer. */
export async function findPath(context: Context, given: PathGiven): Promise<Path | null> {
  const request = readPathRequest(given)
  const { result, stale } = await context.readGraph((engine, tenantId) =>
    given.by === 'STEPS' ? engine.shortestPath(tenantId, request) : lightestPath(engine, tenantId, request),
  )
  if (result === null && !stale) return null
  const [path] = result === null ? [] : await readPaths(context, [result], stale)
  // The way may be among what the graph lacks.
  if (path === undefined) throw isCatchingUp()
  return path
}

/** What the engine is asked for a way; refuses what is out of bounds. */
export function readPathRequest(given: PathGiven): PathRequest {
  const { fromId, toId, maxDepth, direction, types } = given
  if (maxDepth < 1 || maxDepth > maxSteps) throw badInput('maxDepth', `maxDepth is 1 to ${maxSteps}`)
  const filter = readFilter(given.filter)
  const at = instantOf(readHolding(given))
  return { fromId, toId, maxDepth, direction, filter, ...(types != null && { types }), ...(at !== null && { at }) }
}

/** The rows of ways. Throws `UNAVAILABLE` when a part of one was deleted since. */
export async function readPaths(context: Context, paths: readonly GraphPath[], stale: boolean): Promise<Path[]> {
  const { memories, relations } = await context.withTenant(async (em) => ({
    memories: await readMemories(
      em,
      paths.flatMap(({ memoryIds }) => memoryIds),
    ),
    relations: await readRelations(
      em,
      paths.flatMap(({ relationIds }) => relationIds),
    ),
  }))
  return paths.map(({ memoryIds, relationIds, cost }) => ({
    memories: memories.splice(0, memoryIds.length).map(standing),
    relations: relations.splice(0, relationIds.length).map(standing),
    cost,
    stale,
  }))
}

async function lightestPath(engine: ConfinedEngine, tenantId: string, request: PathRequest): Promise<GraphPath | null> {
  const { paths } = await engine.paths(tenantId, { ...request, measure: 'WEIGHT', isOnlyCheapest: true, limit: 1 })
  return paths[0] ?? null
}

function standing<Row>(row: Row | null): Row {
  if (row === null) throw isCatchingUp()
  return row
}

const isCatchingUp = () => new ClientError('UNAVAILABLE', 'The graph is catching up; try again', { retryAfterMs: 500 })
