import type { Database } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { GraphDamagedError, GraphDeadlineError, GraphUnavailableError } from './engine/engine-errors.ts'
import type { GraphEngine } from './engine/engine.ts'
import type { Projector } from './projection/projector.ts'
import { readHead } from './read-log.ts'

/** A reader waits so long for the graph to catch up with what was committed before he asked. */
const freshWithinMs = 2_000

/** What a graph answers, and whether it lacked the newest changes when it did. */
export type Fresh<Result> = { readonly result: Result; readonly stale: boolean }

export type ReadGraph = <Result>(
  tenantId: string,
  query: (engine: GraphEngine) => Promise<Result>,
) => Promise<Fresh<Result>>

/**
 * Asks the graph after it has caught up with its tenant's log. Throws `UNAVAILABLE` while the engine restarts, while
 * a damaged graph is built anew, and where a query takes too long.
 */
export function createGraphReader(database: Database, engine: GraphEngine, projector: Projector): ReadGraph {
  const catchUp = async (tenantId: string): Promise<boolean> => {
    const [head, appliedSeq] = await Promise.all([
      database.withTenantId(tenantId, readHead),
      engine.appliedSeq(tenantId).catch((error: unknown) => {
        // The projector meets the same, and repairs it.
        if (error instanceof GraphDamagedError || error instanceof GraphUnavailableError) return -1
        throw error
      }),
    ])
    return appliedSeq >= head || projector.reach(tenantId, head, freshWithinMs)
  }

  return async (tenantId, query) => {
    try {
      for (;;) {
        const { restarts } = await engine.health()
        const isFresh = await catchUp(tenantId)
        const result = await query(engine)
        // A process that began anew meanwhile stands where its last checkpoint was.
        if (!isFresh || (await engine.health()).restarts === restarts) return { result, stale: !isFresh }
      }
    } catch (error) {
      throw translate(error)
    }
  }
}

function translate(error: unknown): unknown {
  if (error instanceof GraphUnavailableError || error instanceof GraphDamagedError)
    return new ClientError('UNAVAILABLE', 'The graph is being restored; try again', { retryAfterMs: 1_000 })
  if (error instanceof GraphDeadlineError)
    return new ClientError('UNAVAILABLE', 'The graph took too long; ask for less, or try again', {
      retryAfterMs: 1_000,
    })
  return error
}
