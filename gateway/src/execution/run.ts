import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import type { Data } from './data.ts'
import type { AskedEntities } from './asked-entities.ts'
import type { EntityCacheView } from './entity-cache.ts'
import type { InFlightQueries } from './in-flight-queries.ts'

export type Sources = ReadonlyMap<string, SubgraphSource>

/** One execution of a plan: what it is given, and the answer as it grows. */
export type Run = {
  readonly sources: Sources
  readonly identity: Identity
  /** As the client sent them; subgraphs apply the defaults. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly data: Data
  readonly errors: GraphQLError[]
  /** Where some of the answer comes later: takes the steps that a fragment with this label needs, to be begun when it is due. */
  readonly defer?: (label: string, step: Step) => void
  /** Queries to subgraphs that run, so that parts which ask for the same are answered by one. */
  readonly calls?: Map<string, Promise<ExecutionResult>>
  /** The same for all that a session asks at the same time. */
  readonly inFlight?: InFlightQueries | undefined
  /** The entities that several fetches of the plan may ask for, as the first of them was or will be answered. */
  readonly asked?: AskedEntities
  /** The subgraphs that mutations were sent to. */
  readonly changed: Set<string>
  /** What is known of entities already, for this caller. */
  readonly cache?: EntityCacheView | undefined
  /** Whether nobody waits for the answer any more. */
  readonly isOver?: () => boolean
}

/** A compiled part of a plan. Never rejects: what fails is written into `run.errors`. */
export type Step = (run: Run) => Promise<void> | void
