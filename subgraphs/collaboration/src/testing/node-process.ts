import { openDatabase } from '@graphmemory/database/database.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import { openEventBus } from '@graphmemory/events/open-event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { collaboration } from '../subgraph.ts'
import type { DocumentLog } from '../document-log.ts'
import { startNode, type TestPeople } from './start-node.ts'

// A node in a process of its own, to be killed. Its parent is its memory graph, and cuts its bus.
type Setting = {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly commits: 'usual' | 'slow' | 'after the answer'
}
const { databaseUrl, redisUrl, commits }: Setting = JSON.parse(process.argv[2] ?? '{}')

const database = await openDatabase({ kind: 'server', url: databaseUrl, poolSize: 5 }, collaboration.modules)
const log = createLog({ name: 'node', level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
const bus = await openEventBus(redisUrl, log)
let isCut = false
const events: EventBus = {
  publish: (topic, payload) => (isCut ? undefined : bus.publish(topic, payload)),
  subscribe: (topic, handler) => bus.subscribe(topic, (payload) => (isCut ? undefined : handler(payload))),
  isHealthy: () => !isCut && bus.isHealthy(),
  [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
}

let asked = 0
const waiting = new Map<number, (answer: Awaited<ReturnType<SubgraphSource['process']>>) => void>()
const memoryGraph: SubgraphSource = {
  name: 'memory-graph',
  process: ({ query, variables, identity }) =>
    new Promise((resolve) => {
      waiting.set(++asked, resolve)
      process.send?.({ ask: asked, query, variables, identity })
    }),
  subscribe: () => Promise.reject(new Error('no subscriptions here')),
}
process.on('message', (message: { readonly answer?: number; readonly result?: object; readonly cut?: boolean }) => {
  if (message.cut !== undefined) isCut = message.cut
  if (message.answer !== undefined) waiting.get(message.answer)?.(message.result ?? {})
})
process.on('disconnect', () => process.exit())

/** The fault that the harness must find: it answers before the commit, and the commit takes its time. */
function early(documentLog: DocumentLog): DocumentLog {
  const heads = new Map<string, number>()
  return {
    ...documentLog,
    async read(key, afterSeq) {
      const tail = await documentLog.read(key, afterSeq)
      if (tail !== null) heads.set(key.documentId, Math.max(tail.headSeq, heads.get(key.documentId) ?? 0))
      return tail
    },
    async append(entry) {
      const seq = (heads.get(entry.documentId) ?? 0) + 1
      heads.set(entry.documentId, seq)
      setTimeout(() => void documentLog.append(entry).catch(() => undefined), 150)
      return { kind: 'stored', seq }
    },
  }
}

/** Commits that take their time, as on a disk that is busy: more is under way when the node is killed. */
const slow = (documentLog: DocumentLog): DocumentLog => ({
  ...documentLog,
  async append(entry) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    return documentLog.append(entry)
  },
})

// The bearer token is the identity itself.
const people = {
  authenticate: (token: string | undefined): Identity => JSON.parse(Buffer.from(token ?? '', 'base64url').toString()),
}
const node = await startNode({
  database,
  events,
  memoryGraph,
  people: people as unknown as TestPeople,
  config: {
    projectIdleMs: 100,
    compactAfterEntries: 40,
    limits: {
      remarksPerMinute: 100_000,
      threadsPerDocument: 100_000,
      commentsPerThread: 100_000,
      openSuggestionsPerDocument: 100_000,
      namedVersionsPerDocument: 100_000,
    },
    headCheckMs: { healthy: 500, unhealthy: 50 },
    ...(commits === 'slow' && { wrapLog: slow }),
    ...(commits === 'after the answer' && { wrapLog: early }),
  },
})
process.send?.({ url: node.url })
