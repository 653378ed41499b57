import { recordRefusal } from '@graphmemory/audit-outbox/record-refusal.ts'
import { openDatabase } from '@graphmemory/database/database.ts'
import { openEventBus } from '@graphmemory/events/open-event-bus.ts'
import { createGateway } from '@graphmemory/gateway'
import type { GatewayConfig } from '@graphmemory/gateway/config.ts'
import { createAuthenticator } from '@graphmemory/service/authenticate.ts'
import type { HealthReport } from '@graphmemory/service/health.ts'
import type { ProcessConfig } from '@graphmemory/service/process-config.ts'
import type { Env } from '@graphmemory/service/read-config.ts'
import type { Resources } from '@graphmemory/service/resources.ts'
import type { SubgraphDefinition } from '@graphmemory/service/subgraph-definition.ts'
import type { Subgraph } from '@graphmemory/service/subgraph.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { observeDisk } from '@graphmemory/telemetry/observe-disk.ts'
import { startTracing } from '@graphmemory/telemetry/start-tracing.ts'
import { readSupergraph } from '@graphmemory/schema/compose.ts'
import type { DataFolder } from './data-folder.ts'
import { openConnection } from './open-connection.ts'
import { allModules, subgraphs } from './parts.ts'
import { portError } from './port.ts'

export type StandaloneOptions = {
  readonly config: ProcessConfig
  readonly gateway: GatewayConfig
  /** One for each of `subgraphs`, in their order. */
  readonly subgraphConfigs: readonly unknown[]
  readonly folder: DataFolder
  readonly env: Env
  readonly log: Log
}

export type Standalone = AsyncDisposable & { readonly url: string }

/**
 * Starts the whole product in this process: the database, the bus, four subgraphs that are called as functions, and the
 * gateway on its port. Disposing stops them in the reverse order, so that each can finish on those below it.
 */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const { config, folder, log } = options
  await using stack = new AsyncDisposableStack()
  if (config.tracing) stack.use(await startTracing('graphmemory'))
  const metrics = createMetrics()
  observeDisk(metrics, 'data', folder.path)
  const connection = await openConnection(config, folder, options.env)
  const database = stack.use(await openDatabase(connection, allModules, metrics))
  const events = stack.use(await openEventBus(config.redisUrl, log))

  const made = new Map<string, Subgraph>()
  const source = (name: string): Subgraph => {
    const subgraph = made.get(name)
    if (subgraph === undefined) throw new Error(`${name} is used before it is made`)
    return subgraph
  }
  const authenticator = Promise.withResolvers<Awaited<ReturnType<typeof createAuthenticator>>>()
  const resources: Resources = {
    environment: config.environment,
    database,
    events,
    log,
    metrics,
    recordRefusal: recordRefusal(database),
    source,
    authenticate: async (bearer, request) => (await authenticator.promise).authenticate(bearer, request),
  }
  for (const [index, definition] of subgraphs.entries()) {
    // Each definition reads its own configuration, which stands at its place.
    const { create } = definition as SubgraphDefinition
    made.set(definition.name, stack.use(await create(resources, options.subgraphConfigs[index])))
  }
  const { issuer, audience } = config
  authenticator.resolve(
    stack.use(await createAuthenticator({ tenantAuth: source('tenant-auth'), issuer, audience, events })),
  )
  const all = [...made.values()]
  const gateway = stack.use(
    await createGateway({
      supergraphSdl: await readSupergraph(),
      sources: made,
      authenticate: resources.authenticate,
      config: options.gateway,
      log,
      metrics,
      events,
      routes: all.flatMap(({ routes }) => routes),
      sockets: all.flatMap(({ sockets }) => sockets),
      health: async (): Promise<HealthReport> => ({
        database: (await database.isHealthy()) ? 'ok' : 'down',
        events: events.isHealthy() ? 'ok' : 'degraded',
        ...Object.assign({}, ...(await Promise.all(all.map((subgraph) => subgraph.health())))),
      }),
    }),
  )
  const url = await gateway.listen(config.port).catch((error: NodeJS.ErrnoException) => {
    throw portError(error, config.host, config.port)
  })
  const running = stack.move()
  return { url, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}
