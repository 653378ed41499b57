import { auditOutboxModule } from '@graphmemory/audit-outbox/audit-outbox-module.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { readSdl } from '@graphmemory/schema/compose.ts'
import { buildSchema } from '@graphmemory/service/build-schema.ts'
import { followMemberships } from '@graphmemory/service/follow-memberships.ts'
import { membershipCursor } from '@graphmemory/service/membership-cursor.ts'
import { endShares } from './spaces/end-shares.ts'
import { createSubgraph } from '@graphmemory/service/create-subgraph.ts'
import type { Resources } from '@graphmemory/service/resources.ts'
import { defineSubgraph } from '@graphmemory/service/subgraph-definition.ts'
import type { Subgraph } from '@graphmemory/service/subgraph.ts'
import { observeDisk } from '@graphmemory/telemetry/observe-disk.ts'
import { openCommitNews } from './commit-news.ts'
import { readConfig, type GraphConfig } from './config.ts'
import { createContext } from './context.ts'
import { createAnalyst } from './analysis/analyst.ts'
import { createEmbedder } from './embedding/create-embedder.ts'
import { createQueryVector } from './embedding/query-vector.ts'
import { startEmbedding } from './embedding/start-embedding.ts'
import { createGraphEngine } from './engine/create-engine.ts'
import { createGraphReader } from './graph-reader.ts'
import { memoryGraphModule } from './memory-graph-module.ts'
import { createValidators } from './memory-types/create-validators.ts'
import { permissions } from './permissions.ts'
import { startProjector } from './projection/projector.ts'
import { startScrubber } from './projection/start-scrubber.ts'
import { resolvers } from './resolvers.ts'
import { transferRoutes } from './transfer/transfer-routes.ts'

const name = 'memory-graph'

async function createMemoryGraph(resources: Resources, config: GraphConfig): Promise<Subgraph> {
  const { database, events, metrics } = resources
  const log = resources.log.child({ subgraph: name })
  const sdl = await readSdl(name)
  observeDisk(metrics, 'graph', config.folder)
  await using opening = new AsyncDisposableStack()
  const engine = opening.use(
    await createGraphEngine({
      folder: config.folder,
      snapshots: config.snapshots,
      processes: config.processes,
      maxOpenTenants: config.openTenants,
      log,
      metrics,
    }),
  )
  const news = opening.use(await openCommitNews(events))
  const embedder = createEmbedder(config.embeddings)
  const embedding =
    embedder === null
      ? null
      : opening.use(await startEmbedding({ database, engine, events, log, embedder }, news, config.lookAroundMs))
  const onBuilt = (tenantId: string) => embedding?.wake(tenantId)
  const projector = opening.use(startProjector({ database, engine, log, onBuilt }, news, config.lookAroundMs))
  opening.use(startScrubber({ database, engine, projector, log, metrics }, config.scrubMs))
  const readGraph = createGraphReader(database, engine, projector)
  const queryVector = createQueryVector(embedder, log)
  const analyst = opening.use(createAnalyst(database, log))
  const validators = createValidators()
  const source = (subgraph: string) => resources.source(subgraph)
  const services = { database, events, news, projector, analyst, validators, source, lookAroundMs: config.lookAroundMs }
  const meaning = { queryVector, meaningModel: embedder?.model ?? null }
  const contextOf = (viewer: Identity) => createContext(viewer, { ...services, ...meaning, readGraph })
  opening.use(
    await followMemberships({
      service: name,
      tenantAuth: () => source('tenant-auth'),
      events,
      log,
      cursor: membershipCursor(database, 'gm_graph_projector', 'graph.membership_cursor'),
      end: async (change, service) => {
        const { tenantId } = change
        if (await endShares(database, service, change)) events.publish('graph.access_changed', { tenantId })
      },
    }),
  )
  const open = opening.move()
  return createSubgraph(resources, {
    name,
    schema: buildSchema(sdl, resolvers, permissions),
    createContext: contextOf,
    routes: transferRoutes(resources, contextOf),
    health: async () => ({
      database: (await database.isHealthy()) ? 'ok' : 'down',
      // Rows are still read and written without it.
      graph: (await engine.health()).up ? 'ok' : 'degraded',
    }),
    dispose: () => open.disposeAsync(),
  })
}

/** Memories, relations, and what can be asked of them. */
export const memoryGraph = defineSubgraph<GraphConfig>({
  name,
  modules: [auditOutboxModule, memoryGraphModule],
  readConfig,
  create: createMemoryGraph,
})
