import type { ExecutionResult } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'

/** One operation for a subgraph, in the name of a caller. */
export type SubgraphRequest = {
  readonly query: string
  readonly operationName?: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly identity: Identity
}

/** A subgraph as its callers see it, in this process or in another. Refusals are results, outages `UNAVAILABLE` errors in them. */
export type SubgraphSource = {
  readonly name: string
  process(request: SubgraphRequest): Promise<ExecutionResult>
  /**
   * The events of a subscription, or the refusal of one. Ending the iterator (`return`) ends it at the subgraph. Where the
   * connection to the subgraph is lost, the last event says so (`brokenOff`).
   */
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>
}
