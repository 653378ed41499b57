import { collaboration } from '@graphmemory/collaboration'
import { recordRefusal } from '@graphmemory/audit-outbox/record-refusal.ts'
import { openDatabase } from '@graphmemory/database/database.ts'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { serveSubgraph } from '@graphmemory/service/serve-subgraph.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { testConnection } from '@graphmemory/testing/test-database.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'

// Live editing as it runs in production, alone in a process, with its commit path. Says where it is on its first line.

const documents = Number(process.argv[2])
const viewer = userIdentity()
const log = createLog({ name: 'collaboration', level: 'warn' })
const metrics = createMetrics()
const database = await openDatabase(await testConnection(collaboration.modules), collaboration.modules)

/** Takes whatever it is told, and shows everything to everybody: the bench measures no graph. */
const memoryGraph: SubgraphSource = {
  name: 'memory-graph',
  process: ({ query, variables }) => {
    if (query.includes('memoryAccess')) {
      const ids = variables?.['ids'] as readonly string[]
      return Promise.resolve({ data: { access: ids.map(() => 'WRITE') } })
    }
    if (query.includes('attachDocument')) {
      const memory = { title: '', content: '', tags: [], properties: {} }
      return Promise.resolve({ data: { attachDocument: { memory } } })
    }
    if (query.includes('projectDocument')) return Promise.resolve({ data: { projectDocument: { accepted: true } } })
    return Promise.resolve({ data: { memory: { id: variables?.['id'] } } })
  },
  subscribe: () => Promise.reject(new Error('no subscriptions here')),
}

const subgraph = await collaboration.create(
  {
    environment: 'production',
    database,
    events: createInProcessEventBus(log),
    log,
    metrics,
    recordRefusal: recordRefusal(database),
    source: () => memoryGraph,
    authenticate: async () => viewer,
  },
  collaboration.readConfig({}),
)
const served = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, trustedKeys: { keys: [] }, log, metrics })

const createDocument = `mutation ($input: CreateDocumentInput!) { createDocument(input: $input) { document { id } } }`
const ids: string[] = []
for (let n = 0; n < documents; n++) {
  const { data, errors } = await subgraph.process({
    query: createDocument,
    variables: { input: { memoryId: newId('mem') } },
    identity: viewer,
  })
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  ids.push((data as { createDocument: { document: { id: string } } }).createDocument.document.id)
}
console.log(JSON.stringify({ url: `${served.url.replace('http', 'ws')}/collaboration`, documents: ids }))
