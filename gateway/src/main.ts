#!/usr/bin/env node
import { openEventBus } from '@graphmemory/events/open-event-bus.ts'
import { readSupergraph, subgraphNames } from '@graphmemory/schema/compose.ts'
import { createAuthenticator } from '@graphmemory/service/authenticate.ts'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { createHttpSource } from '@graphmemory/service/http-source.ts'
import { readGatewayProcessConfig, toSigner } from '@graphmemory/service/process-config.ts'
import { readConfigs, type Env } from '@graphmemory/service/read-config.ts'
import { runMain } from '@graphmemory/service/run-main.ts'
import { untilStopped } from '@graphmemory/service/until-stopped.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { startTracing } from '@graphmemory/telemetry/start-tracing.ts'
import { processEnv, readConfig } from './config.ts'
import { createRedisLimitStore } from './edge/limit-store.ts'
import { openRedis } from './edge/open-redis.ts'
import { createRedisMap } from './edge/shared-map.ts'
import { createRedisCacheStore } from './execution/entity-cache-store.ts'
import { forwardRoute } from './forward-route.ts'
import { forwardSocket } from './forward-socket.ts'
import { createGateway } from './gateway.ts'
import { subgraphHealth } from './subgraph-health.ts'

/** What subgraphs offer beside the graph. Those that a subgraph does not serve in this environment answer 404. */
const forwarded = {
  routes: [
    { subgraph: 'tenant-auth', method: 'GET', path: '/dev/mail' },
    { subgraph: 'tenant-auth', method: 'GET', path: '/.well-known/jwks.json' },
    { subgraph: 'memory-graph', method: 'POST', path: '/import' },
    { subgraph: 'memory-graph', method: 'GET', path: '/export' },
  ],
  sockets: [{ subgraph: 'collaboration', path: '/collaboration' }],
} as const

/** Runs the gateway as a process of its own, with the subgraphs in others, until it is told to stop; then it drains. */
export async function runGateway(env: Env): Promise<void> {
  const [process, own] = readConfigs([readGatewayProcessConfig, readConfig], env)
  const endpoints = new Map(
    subgraphNames.map((name) => [name, createEndpoints(process.subgraphUrls[name] ?? [])] as const),
  )
  const endpointsOf = (name: (typeof subgraphNames)[number]) => endpoints.get(name) ?? createEndpoints([])

  await using _tracing = process.tracing ? await startTracing('gateway') : undefined
  const log = createLog({ name: 'gateway', level: process.logLevel })
  const metrics = createMetrics()
  await using events = await openEventBus(process.redisUrl, log)
  const signer = await toSigner('gateway', process.signingKey)
  await using stack = new AsyncDisposableStack()
  const sources = new Map(
    [...endpoints].map(([name, all]) => [name, stack.use(createHttpSource({ name, endpoints: all, signer }))] as const),
  )
  const tenantAuth = sources.get('tenant-auth')
  if (tenantAuth === undefined) throw new Error('the graph has no tenant-auth')
  await using authenticator = await createAuthenticator({
    tenantAuth,
    issuer: process.issuer,
    audience: process.audience,
    events,
  })
  const redis = process.redisUrl === undefined ? undefined : await openRedis(process.redisUrl, log)
  using _redis = { [Symbol.dispose]: () => redis?.disconnect() }
  await using gateway = await createGateway({
    ...(redis !== undefined && {
      limitStore: createRedisLimitStore(redis),
      answers: createRedisMap(redis, 'graphmemory:answer:'),
      entityCacheStore: createRedisCacheStore(redis, 'graphmemory:entity:'),
    }),
    supergraphSdl: await readSupergraph(),
    sources,
    authenticate: (bearer, request) => authenticator.authenticate(bearer, request),
    config: own,
    log,
    metrics,
    events,
    routes: forwarded.routes.map((route) => forwardRoute(route, endpointsOf(route.subgraph))),
    sockets: forwarded.sockets.map(({ subgraph, path }) => forwardSocket(path, endpointsOf(subgraph))),
    health: async () => ({
      events: events.isHealthy() ? 'ok' : 'degraded',
      ...(await subgraphHealth(new Map([...endpoints].map(([name, all]) => [name, all.urls])))),
    }),
  })
  log.info({ url: await gateway.listen(process.port) }, 'ready')
  const reload = async () => {
    try {
      await gateway.replaceSupergraph(await readSupergraph())
      log.info('the supergraph was read again')
    } catch (error) {
      log.error({ err: error }, 'the supergraph could not be replaced; the old one stays')
    }
  }
  const onHangUp = () => void reload()
  globalThis.process.on('SIGHUP', onHangUp)
  await untilStopped()
  globalThis.process.off('SIGHUP', onHangUp)
  log.info('stopping')
}

if (import.meta.main) await runMain(() => runGateway(processEnv()))
