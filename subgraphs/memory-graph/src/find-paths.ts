import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { findPastPaths } from './past/find-past-paths.ts'
import { readPathRequest, readPaths, type Path, type PathGiven } from './find-path.ts'

const maxPaths = 100

export type Paths = { readonly nodes: readonly Path[]; readonly truncated: boolean; readonly stale: boolean }
type Given = PathGiven & { readonly onlyShortest: boolean; readonly first: number }

/** The ways between two memories, shortest first. */
export async function findPaths(context: Context, given: Given): Promise<Paths> {
  const { first: limit, by: measure, onlyShortest: isOnlyCheapest } = given
  if (limit < 1 || limit > maxPaths) throw badInput('first', `first is 1 to ${maxPaths}`)
  const { request: way, asOf } = await readPathRequest(context, given)
  const request = { ...way, measure, isOnlyCheapest, limit }
  const { result, stale } =
    asOf === undefined
      ? await context.readGraph((engine, tenantId) => engine.paths(tenantId, request))
      : { result: await findPastPaths(context, request, asOf), stale: false }
  return { nodes: await readPaths(context, result.paths, { stale, asOf }), truncated: result.isCut, stale }
}
