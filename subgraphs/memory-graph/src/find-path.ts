import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import type { Memory, Relation } from './entities.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'
import { readMemories, readRelations } from './read-rows.ts'

const maxSteps = 10

export type Path = {
  readonly memories: readonly Memory[]
  readonly relations: readonly Relation[]
  readonly stale: boolean
}
type Given = GivenHolding & {
  readonly fromId: string
  readonly toId: string
  readonly maxDepth: number
  readonly direction: Direction
  readonly types?: readonly string[] | null | undefined
}

/** The shortest way between two memories, or null. Where the graph lags behind, only a way that still stands is an answer. */
export async function findPath(context: Context, given: Given): Promise<Path | null> {
  const { fromId, toId, maxDepth, direction, types } = given
  if (maxDepth < 1 || maxDepth > maxSteps) throw badInput('maxDepth', `maxDepth is 1 to ${maxSteps}`)
  const at = instantOf(readHolding(given))
  const request = { fromId, toId, maxDepth, direction, ...(types != null && { types }), ...(at !== null && { at }) }
  const { result, stale } = await context.readGraph((engine, tenantId) => engine.shortestPath(tenantId, request))
  if (result === null && !stale) return null
  const path = result ?? { memoryIds: [], relationIds: [] }
  const { memories, relations } = await context.withTenant(async (em) => ({
    memories: (await readMemories(em, path.memoryIds)).filter((memory) => memory !== null),
    relations: (await readRelations(em, path.relationIds)).filter((relation) => relation !== null),
  }))
  const stands =
    result !== null && memories.length === result.memoryIds.length && relations.length === result.relationIds.length
  // Part of it was deleted since, or the way may be among what the graph lacks.
  if (!stands) throw new ClientError('UNAVAILABLE', 'The graph is catching up; try again', { retryAfterMs: 500 })
  return { memories, relations, stale }
}
