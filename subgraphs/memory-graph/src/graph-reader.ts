import type { Database } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { confineEngine, type ConfinedEngine } from './confine-engine.ts'
import { GraphDamagedError, GraphDeadlineError, GraphUnavailableError } from './engine/engine-errors.ts'
import type { GraphEngine } from './engine/engine.ts'
import type { Projector } from './projection/projector.ts'
import { readHead } from './read-log.ts'
import { hiddenSpaces } from './spaces/space-access.ts'

/** A reader waits so long for the graph to catch up with what was committed before he asked. */
const freshWithinMs = 2_000

/** What a graph answers, and whether it lacked the newest changes when it did. */
export type Fresh<Result> = { readonly result: Result; readonly stale: boolean }

export type ReadGraph = <Result>(
  viewer: Identity,
  query: (engine: ConfinedEngine, tenantId: string) => Promise<Result>,
) => Promise<Fresh<Result>>

/**
 * Asks the graph as a viewer, from whom some spaces may be hidden, after it has caught up with its tenant's log. Throws `UNAVAILABLE` while the engine restarts, while
 * a damaged graph is built anew, and where a query takes too long.
 */
export function createGraphReader(database: Database, engine: GraphEngine, projector: Projector): ReadGraph {
  const catchUp = async (viewer: Identity, tenantId: string) => {
    const [{ head, hidden }, appliedSeq] = await Promise.all([
      database.withTenant(viewer, async (em) => ({ head: await readHead(em), hidden: await hiddenSpaces(em) })),
      engine.appliedSeq(tenantId).catch((error: unknown) => {
        // The projector meets the same, and repairs it.
        if (error instanceof GraphDamagedError || error instanceof GraphUnavailableError) return -1
        throw error
      }),
    ])
    return { hidden, isFresh: appliedSeq >= head || (await projector.reach(tenantId, head, freshWithinMs)) }
  }

  return async (viewer, query) => {
    const tenantId = tenantOf(viewer)
    try {
      for (;;) {
        const { restarts } = await engine.health()
        const { hidden, isFresh } = await catchUp(viewer, tenantId)
        const result = await query(confineEngine(engine, hidden), tenantId)
        // A process that began anew meanwhile stands where its last checkpoint was.
        if (!isFresh || (await engine.health()).restarts === restarts) return { result, stale: !isFresh }
      }
    } catch (error) {
      throw refusalOf(error)
    }
  }
}

/** The refusal that an error of the engine comes to; any other error is given back. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof GraphUnavailableError || error instanceof GraphDamagedError)
    return new ClientError('UNAVAILABLE', 'The graph is being restored; try again', { retryAfterMs: 1_000 })
  if (error instanceof GraphDeadlineError)
    return new ClientError('UNAVAILABLE', 'The graph took too long; ask for less, or try again', {
      retryAfterMs: 1_000,
    })
  return error
}
