import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import type { HealthReport } from '@graphmemory/service/health.ts'
import type { Route, SocketEndpoint } from '@graphmemory/service/subgraph.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { silenceVendorTelemetry, type GatewayConfig } from './config.ts'
import { createAdmission } from './edge/admission.ts'
import { createCaps } from './edge/caps.ts'
import { clientAddress } from './edge/client-address.ts'
import { createCors } from './edge/cors.ts'
import { createMask } from './edge/mask-result.ts'
import { createPrepareOperation } from './edge/prepare-operation.ts'
import { createLoadLimit, type LoadOptions } from './edge/load-limit.ts'
import type { LimitStore } from './edge/limit-store.ts'
import { createRateLimits } from './edge/rate-limits.ts'
import { createMemoryMap, type SharedMap } from './edge/shared-map.ts'
import { readTrustedDocuments } from './edge/trusted-documents.ts'
import { createEventStreams } from './event-streams.ts'
import { resilientSource } from './execution/resilient-source.ts'
import type { Sources } from './execution/run.ts'
import { createEntityCache } from './execution/entity-cache.ts'
import { createMemoryCacheStore, type EntityCacheStore } from './execution/entity-cache-store.ts'
import { createInFlightQueries } from './execution/in-flight-queries.ts'
import { FederatedGateway } from './federated-gateway.ts'
import { createHttpServer } from './http-server.ts'
import { createConnections } from './sockets/connections.ts'
import { createSocketServer } from './sockets/socket-server.ts'
import { createIdentityWatch } from './subscriptions/identity-watch.ts'
import { createSubscriptionHub } from './subscriptions/hub.ts'
import { routeUpgrades } from './upgrades.ts'

export type GatewayOptions = {
  readonly supergraphSdl: string
  /** Every subgraph of the supergraph, by its name. */
  readonly sources: Sources
  readonly authenticate: Authenticate
  readonly config: GatewayConfig
  readonly log: Log
  readonly metrics: Metrics
  readonly events: EventBus
  /** What subgraphs offer beside the graph, on the gateway's own address. */
  readonly routes?: readonly Route[]
  readonly sockets?: readonly SocketEndpoint[]
  /** Where allowances are counted; in this process unless it is given. */
  readonly limitStore?: LimitStore
  /** Where answers to requests that name themselves are kept; in this process unless it is given. */
  readonly answers?: SharedMap
  /** How long what a gateway took along stays taken, where it is not as usual. */
  readonly answerLeaseMs?: number
  /** Where what is known of entities is kept; in this process unless it is given. */
  readonly entityCacheStore?: EntityCacheStore
  /** How much is let in at once, where it is not as usual. */
  readonly load?: Partial<LoadOptions>
  /** The state of what the gateway depends on. */
  readonly health: () => Promise<HealthReport>
}

export type Gateway = AsyncDisposable & {
  /** Resolves with the address once requests are taken. Rejects if the port is taken. */
  listen(port: number): Promise<string>
  /** Puts a new version of the graph in place without refusing or failing a request. */
  replaceSupergraph(supergraphSdl: string): Promise<void>
}

const drainMs = 10_000

/**
 * Makes the one address of the product: the federated graph over HTTP and WebSocket, and what subgraphs offer beside it.
 * Disposing stops new work, sends sockets elsewhere and resolves when running requests are answered.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { supergraphSdl, authenticate, config, log, metrics, events, routes = [], sockets = [] } = options
  silenceVendorTelemetry()
  const sources = new Map([...options.sources].map(([name, source]) => [name, resilientSource(source, metrics)]))
  const mask = createMask({ log, metrics, showSchema: config.showSchema })
  const rateLimits = createRateLimits(config, options.limitStore)
  const load = createLoadLimit(metrics, options.load)
  const admit = createAdmission({ maxCost: config.maxCost, rateLimits })
  const store = options.entityCacheStore ?? createMemoryCacheStore()
  const isKept = (subgraph: string) => gateway.keeps(subgraph)
  // In this order, so that news of a change ends the sharing before there is a new generation to keep answers under.
  const inFlight = await createInFlightQueries({ events, metrics })
  const entityCache = await createEntityCache({ store, events, isKept, log, metrics })
  const services = { sources, admit, entityCache, inFlight }
  const gateway = new FederatedGateway({ supergraphSdl, ...services, log, mask, metrics })
  const cors = createCors(config.corsOrigins)
  let isReady = true
  const prepare = createPrepareOperation({ showSchema: config.showSchema })
  const documents = await readTrustedDocuments({ ...config.trustedDocuments, log })
  const watch = await createIdentityWatch({ authenticate, events, log })
  const hub = createSubscriptionHub({
    ...services,
    mask,
    metrics,
    caps: createCaps('subscriptions', config.subscriptions, metrics),
  })
  const eventStreams = createEventStreams({ ...services, gateway, prepare, documents, hub, watch, mask, cors, load })
  const { app, apollo } = await createHttpServer({
    eventStreams,
    documents,
    prepare,
    ...services,
    answers: options.answers ?? createMemoryMap(),
    answerLeaseMs: options.answerLeaseMs,
    gateway,
    mask,
    config,
    authenticate,
    rateLimits,
    load,
    cors,
    log,
    metrics,
    routes,
    health: options.health,
    isReady: () => isReady,
  })
  const connections = createConnections({
    authenticate,
    watch,
    caps: createCaps('connections', config.connections, metrics),
  })
  const socketServer = createSocketServer({
    gateway,
    ...services,
    connections,
    hub,
    rateLimits,
    load,
    mask,
    log,
    metrics,
    prepare,
    documents,
    ipOf: clientAddress(config.trustProxy),
    maxOperationsPerSocket: config.operationsPerSocket,
  })
  routeUpgrades(app.server, {
    cors,
    log,
    isReady: () => isReady,
    trustedHosts: config.trustedHosts,
    endpoints: new Map([['/graphql', socketServer], ...sockets.map((socket) => [socket.path, socket] as const)]),
  })

  return {
    listen: (port) => app.listen({ port, host: config.host }),
    replaceSupergraph: (sdl) => gateway.replaceSupergraph(sdl),
    async [Symbol.asyncDispose]() {
      isReady = false
      eventStreams.drain()
      await Promise.all([socketServer, ...sockets].map((socket) => socket.drain(drainMs)))
      const force = setTimeout(() => app.server.closeAllConnections(), drainMs)
      await app.close()
      documents[Symbol.dispose]()
      await watch[Symbol.asyncDispose]()
      await entityCache[Symbol.asyncDispose]()
      await inFlight[Symbol.asyncDispose]()
      clearTimeout(force)
      await apollo.stop()
    },
  }
}
