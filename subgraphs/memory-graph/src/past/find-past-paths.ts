import type { GraphPath, PathRequest, PathsRequest, PathsResult } from '../engine/engine.ts'
import { findPaths } from '../engine/process/find-paths.ts'
import { findShortestPath } from '../engine/process/find-shortest-path.ts'
import type { Context } from '../context.ts'
import { refusalOf } from '../graph-reader.ts'
import type { AsOf } from './as-of.ts'
import { readPastWays } from './read-past-ways.ts'

/** So long a walk goes on in what was gathered. */
export const pastDeadlineMs = 3_000

/** A way of the fewest steps between two memories at a moment: what the engine says of the present. */
export async function findPastShortestPath(
  context: Context,
  request: PathRequest,
  asOf: AsOf,
): Promise<GraphPath | null> {
  const ways = await context.withTenant((em) => readPastWays(em, request, { asOf, isOnlyShortest: true }))
  return orRefusal(findShortestPath(ways, request, pastDeadlineMs))
}

/** The ways between two memories at a moment, cheapest first. */
export async function findPastPaths(context: Context, request: PathsRequest, asOf: AsOf): Promise<PathsResult> {
  const isOnlyShortest = request.isOnlyCheapest && request.measure === 'STEPS'
  const ways = await context.withTenant((em) => readPastWays(em, request, { asOf, isOnlyShortest }))
  return orRefusal(findPaths(ways, request, pastDeadlineMs))
}

/** Whatever a walk finds, or the refusal that its error comes to. */
export async function orRefusal<Result>(finding: Promise<Result>): Promise<Result> {
  try {
    return await finding
  } catch (error) {
    throw refusalOf(error)
  }
}
