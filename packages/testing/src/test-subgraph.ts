import type { ExecutionResult } from 'graphql'
import { recordRefusal } from '@graphmemory/audit-outbox/record-refusal.ts'
import { openDatabase, type Database } from '@graphmemory/database/database.ts'
import type { Connection } from '@graphmemory/database/connection.ts'
import { openEventBus } from '@graphmemory/events/open-event-bus.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Env } from '@graphmemory/service/read-config.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import type { Subgraph } from '@graphmemory/service/subgraph.ts'
import type { SubgraphDefinition } from '@graphmemory/service/subgraph-definition.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics, type Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { testConnection } from './test-database.ts'

export type TestSubgraph = AsyncDisposable & {
  readonly subgraph: Subgraph
  readonly database: Database
  readonly events: EventBus
  readonly metrics: Metrics
  /** Runs one operation in the name of somebody. */
  ask(identity: Identity, query: string, variables?: Record<string, unknown>): Promise<ExecutionResult>
  /** The same where it must succeed: throws with the errors, returns the data. */
  must<Data = Record<string, never>>(
    identity: Identity,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Data>
}

export type TestSubgraphOptions = {
  readonly env?: Env
  /** An existing connection (`testConnection`), to start a subgraph again on the same data. It is closed with the subgraph. */
  readonly connection?: Connection
  readonly sources?: Readonly<Record<string, SubgraphSource>>
  readonly authenticate?: Authenticate
  readonly events?: EventBus
}

/** Starts a subgraph on a throw-away database and, where `TEST_REDIS_URL` is set, on Redis. */
export async function testSubgraph<Config>(
  definition: SubgraphDefinition<Config>,
  options: TestSubgraphOptions = {},
): Promise<TestSubgraph> {
  const log = createLog({ name: definition.name, level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
  const metrics = createMetrics()
  const database = await openDatabase(
    options.connection ?? (await testConnection(definition.modules)),
    definition.modules,
    metrics,
  )
  const events = options.events ?? (await openEventBus(process.env['TEST_REDIS_URL'], log))
  const subgraph = await definition.create(
    {
      environment: 'development',
      database,
      events,
      log,
      metrics,
      recordRefusal: recordRefusal(database),
      source: (name) => {
        const source = options.sources?.[name]
        if (source === undefined) throw new Error(`the test gives no source for ${name}`)
        return source
      },
      authenticate: options.authenticate ?? (() => Promise.reject(new Error('the test gives no authenticator'))),
    },
    definition.readConfig(options.env ?? {}),
  )
  const ask: TestSubgraph['ask'] = (identity, query, variables = {}) => subgraph.process({ identity, query, variables })
  return {
    subgraph,
    database,
    events,
    metrics,
    ask,
    async must<Data>(identity: Identity, query: string, variables?: Record<string, unknown>) {
      const { data, errors } = await ask(identity, query, variables)
      if (errors !== undefined) throw new Error(`${query}: ${JSON.stringify(errors)}`)
      return data as Data
    },
    async [Symbol.asyncDispose]() {
      await subgraph[Symbol.asyncDispose]()
      if (options.events === undefined) await events[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}
