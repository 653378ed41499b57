import { setImmediate as turn } from 'node:timers/promises'
import { validate } from 'graphql'
import { createGraphState, type GraphState } from './graph-state.ts'
import { createOperationCache, type OperationCache } from './operation-cache.ts'
import type { PlanCacheMeter } from './plan-cache-meter.ts'

/** One version of the graph with the operations compiled for it. */
export type Graph = { readonly state: GraphState; readonly operations: OperationCache }

export function createGraph(supergraphSdl: string, meter: PlanCacheMeter): Graph {
  const state = createGraphState(supergraphSdl)
  return { state, operations: createOperationCache(state, meter) }
}

/** How many operations are planned for a new version before it is put in place. */
const warmed = 100

/** Plans the operations that were used last on one version of the graph for the next, a little at a time. */
export async function warmGraph(next: Graph, last: Graph): Promise<void> {
  for (const { compiled, source, operationName } of last.operations.recent(warmed)) {
    await turn()
    if (validate(next.state.schema, compiled.document).length > 0) continue
    next.operations.get(compiled.document, source, operationName).warmFrom(compiled)
  }
}
