import { z } from 'zod'
import { recordRefusal } from '@graphmemory/audit-outbox/record-refusal.ts'
import { openDatabase } from '@graphmemory/database/database.ts'
import { openEventBus } from '@graphmemory/events/open-event-bus.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Service } from '@graphmemory/identity/identity.ts'
import { memoryGraph } from '@graphmemory/memory-graph'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { createHttpSource } from '@graphmemory/service/http-source.ts'
import { readProcessConfig, toSigner, type ProcessConfig } from '@graphmemory/service/process-config.ts'
import type { Env } from '@graphmemory/service/read-config.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { openDataFolder } from '../data-folder.ts'
import { openConnection } from '../open-connection.ts'

const mutation = 'mutation ($input: RebuildGraphInput!) { rebuildGraph(input: $input) { seq memories relations } }'
const answer = z.object({ rebuildGraph: z.object({ seq: z.int(), memories: z.int(), relations: z.int() }) })

/**
 * Makes a tenant's graph anew from PostgreSQL: by each memory-graph process of `MEMORY_GRAPH_URL` where there are any, else
 * here, on the data folder of a product that is stopped.
 */
export async function rebuildGraph(tenantId: string, env: Env): Promise<void> {
  const config = readProcessConfig(env)
  const urls = config.subgraphUrls['memory-graph']
  if (urls === undefined) return rebuild(tenantId, await openHere(config, env))
  for (const url of urls) await rebuild(tenantId, await openThere(config, url))
}

async function rebuild(tenantId: string, source: SubgraphSource & AsyncDisposable): Promise<void> {
  await using _source = source
  const identity: Service = {
    kind: 'service',
    service: 'gm',
    tenantId,
    onBehalfOf: null,
    request: { id: newId('req'), ip: null, userAgent: 'gm' },
  }
  const { data, errors } = await source.process({ query: mutation, variables: { input: { tenantId } }, identity })
  if (errors?.[0] !== undefined) throw new ExitError(`The graph could not be rebuilt: ${errors[0].message}.`)
  const { seq, memories, relations } = answer.parse(data).rebuildGraph
  process.stdout.write(`Rebuilt: ${memories} memories and ${relations} relations, up to operation ${seq}.\n`)
}

async function openThere(config: ProcessConfig, url: string): Promise<SubgraphSource & AsyncDisposable> {
  if (config.signingKey === undefined)
    throw new ExitError('Set CONTEXT_SIGNING_KEY to a key that the memory-graph process trusts.')
  const signer = await toSigner('gm', config.signingKey)
  return createHttpSource({ name: 'memory-graph', endpoints: createEndpoints([url]), signer, deadlineMs: 600_000 })
}

async function openHere(config: ProcessConfig, env: Env): Promise<SubgraphSource & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await openDataFolder(env['GM_DATA'] ?? '.graphmemory'))
  const log = createLog({ name: 'gm', level: config.logLevel })
  const database = opening.use(await openDatabase(await openConnection(config, folder, env), memoryGraph.modules))
  const events = opening.use(await openEventBus(config.redisUrl, log))
  const subgraph = opening.use(
    await memoryGraph.create(
      {
        environment: config.environment,
        database,
        events,
        log,
        metrics: createMetrics(),
        recordRefusal: recordRefusal(database),
        source: (name) => {
          throw new Error(`${name} does not run here`)
        },
        authenticate: () => Promise.reject(new Error('nobody signs in here')),
      },
      memoryGraph.readConfig({ GRAPH_FOLDER: folder.graph, ...env }),
    ),
  )
  const open = opening.move()
  return {
    name: subgraph.name,
    process: (request) => subgraph.process(request),
    subscribe: (request) => subgraph.subscribe(request),
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
}
