import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { GraphEngine } from './engine/engine.ts'

/** What a viewer may ask a graph. */
export type ConfinedEngine = Pick<
  GraphEngine,
  'neighbours' | 'shortestPath' | 'paths' | 'surroundings' | 'commonNeighbours' | 'search' | 'similar' | 'query'
>

/** A graph without what lies in the spaces that are hidden from a viewer. A statement could not be confined: it is refused. */
export function confineEngine(engine: GraphEngine, hiddenSpaceIds: readonly string[]): ConfinedEngine {
  return {
    neighbours: (tenantId, request) => engine.neighbours(tenantId, { ...request, hiddenSpaceIds }),
    shortestPath: (tenantId, request) => engine.shortestPath(tenantId, { ...request, hiddenSpaceIds }),
    paths: (tenantId, request) => engine.paths(tenantId, { ...request, hiddenSpaceIds }),
    surroundings: (tenantId, request) => engine.surroundings(tenantId, { ...request, hiddenSpaceIds }),
    commonNeighbours: (tenantId, request) => engine.commonNeighbours(tenantId, { ...request, hiddenSpaceIds }),
    search: (tenantId, request) => engine.search(tenantId, { ...request, hiddenSpaceIds }),
    similar: (tenantId, request) => engine.similar(tenantId, { ...request, hiddenSpaceIds }),
    query(tenantId, request) {
      if (hiddenSpaceIds.length > 0) throw new ClientError('FORBIDDEN', 'This is for those who may read every space')
      return engine.query(tenantId, request)
    },
  }
}
