import { recordRefusal } from '@graphmemory/audit-outbox/record-refusal.ts'
import { openDatabase } from '@graphmemory/database/database.ts'
import { openEventBus } from '@graphmemory/events/open-event-bus.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { startTracing } from '@graphmemory/telemetry/start-tracing.ts'
import { createAuthenticator } from './authenticate.ts'
import { createEndpoints } from './endpoints.ts'
import { createHttpSource } from './http-source.ts'
import { readSubgraphProcessConfig, toSigner } from './process-config.ts'
import { ConfigError, readConfigs, type Env } from './read-config.ts'
import type { SubgraphDefinition } from './subgraph-definition.ts'
import { serveSubgraph } from './serve-subgraph.ts'
import type { SubgraphSource } from './subgraph-source.ts'
import { untilStopped } from './until-stopped.ts'

/**
 * Runs one subgraph as a process of its own, on PostgreSQL, until it is told to stop; then it drains. Other subgraphs are
 * reached over HTTP at the URLs of the configuration. Throws `ConfigError`.
 */
export async function runSubgraph<Config>(definition: SubgraphDefinition<Config>, env: Env): Promise<void> {
  const [process, own] = readConfigs([readSubgraphProcessConfig, definition.readConfig], env)
  const { databaseUrl, signingKey, trustedKeys } = process
  await using _tracing = process.tracing ? await startTracing(definition.name) : undefined
  const log = createLog({ name: definition.name, level: process.logLevel })
  const metrics = createMetrics()
  await using database = await openDatabase(
    { kind: 'server', url: databaseUrl, poolSize: process.databasePool },
    definition.modules,
    metrics,
  )
  await using events = await openEventBus(process.redisUrl, log)
  await using sources = new AsyncDisposableStack()
  const signer = await toSigner(definition.name, signingKey)
  const known = new Map<string, SubgraphSource>()
  const source = (name: string): SubgraphSource => {
    const existing = known.get(name)
    if (existing !== undefined) return existing
    const urls = process.subgraphUrls[name]
    if (urls === undefined) throw new ConfigError([`${name.toUpperCase().replaceAll('-', '_')}_URL is not set`])
    const made = sources.use(createHttpSource({ name, endpoints: createEndpoints(urls), signer }))
    known.set(name, made)
    return made
  }
  const authenticator = createLazily(() =>
    createAuthenticator({
      tenantAuth: source('tenant-auth'),
      issuer: process.issuer,
      audience: process.audience,
      events,
    }),
  )
  await using subgraph = await definition.create(
    {
      environment: process.environment,
      database,
      events,
      log,
      metrics,
      recordRefusal: recordRefusal(database),
      source,
      authenticate: async (bearer, request) => (await authenticator()).authenticate(bearer, request),
    },
    own,
  )
  await using served = await serveSubgraph(subgraph, {
    host: process.host,
    port: process.port,
    trustedKeys,
    log,
    metrics,
  })
  log.info({ url: served.url }, 'ready')
  await untilStopped()
  log.info('stopping')
}

function createLazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
