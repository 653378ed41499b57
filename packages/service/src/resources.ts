import type { Database } from '@graphmemory/database/database.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { Authenticate } from './authenticate.ts'
import type { SubgraphSource } from './subgraph-source.ts'

export type Environment = 'development' | 'staging' | 'production'

/** Writes a refusal into the audit log; what it resolves with means nothing. Throws where it cannot be written. */
export type RecordRefusal = (identity: Identity, refusal: { readonly action: string }) => Promise<unknown>

/** What every subgraph is given when it is made. It owns none of it. */
export type Resources = {
  readonly environment: Environment
  readonly database: Database
  readonly events: EventBus
  readonly log: Log
  readonly metrics: Metrics
  readonly recordRefusal: RecordRefusal
  /** Another subgraph, in this process or elsewhere. */
  source(subgraph: string): SubgraphSource
  /** Tells who presents a bearer token, for those who listen to the outside themselves. */
  readonly authenticate: Authenticate
}
