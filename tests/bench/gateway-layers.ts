/**
 * `node tests/bench/gateway-layers.ts [blocks]`: what each layer adds to a request in µs of CPU, measured alone in this
 * process: the layer, less the same work without it. The 25th percentile of blocks that take turns.
 */
import { generateKeyPairSync } from 'node:crypto'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { parse, specifiedRules, validate, type GraphQLSchema } from 'graphql'
import { SignJWT } from 'jose'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { readConfig } from '@graphmemory/gateway/config.ts'
import { limitRules, parseOptions } from '@graphmemory/gateway/edge/limits.ts'
import { createPrepareOperation } from '@graphmemory/gateway/edge/prepare-operation.ts'
import { createRateLimits } from '@graphmemory/gateway/edge/rate-limits.ts'
import { createGraphState } from '@graphmemory/gateway/planning/graph-state.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createAuthenticator } from '@graphmemory/service/authenticate.ts'
import { buildSchema } from '@graphmemory/service/build-schema.ts'
import { createCompiler, isOperation } from '@graphmemory/service/compile-operation.ts'
import { signedIn } from '@graphmemory/service/rules.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { withinTrace, withSpan } from '@graphmemory/telemetry/with-span.ts'
import { operations, resolvers, schemaOf, sdl, supergraphOf } from './gateway/graph.ts'

const blocks = Number(process.argv[2] ?? 15)
const calls = 2_000
type Work = () => unknown
const nothing: Work = () => undefined

/** CPU of one call in µs, of the one and of the other, in turns. */
async function measure(work: Work, without: Work): Promise<number> {
  const spent = [work, without].map((one) => ({ one, costs: [] as number[] }))
  for (let block = 0; block < blocks + 3; block++) {
    for (const { one, costs } of block % 2 === 0 ? spent : spent.toReversed()) {
      const before = process.cpuUsage()
      for (let call = 0; call < calls; call++) await one()
      const { user, system } = process.cpuUsage(before)
      if (block >= 3) costs.push((user + system) / calls)
    }
  }
  const [layer = NaN, base = NaN] = spent.map(
    ({ costs }) => costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 4)],
  )
  return layer - base
}

const rows: { layer: string; 'µs a request': number }[] = []
async function row(layer: string, work: Work, without: Work = nothing): Promise<void> {
  rows.push({ layer, 'µs a request': Number((await measure(work, without)).toFixed(2)) })
}

const log = createLog({ level: 'fatal', name: 'bench' })
const request = { id: 'r', ip: '127.0.0.1', userAgent: null }
const identity: Identity = {
  kind: 'user',
  userId: 'u',
  sessionId: 's',
  tenantId: 't',
  role: 'owner',
  permissionVersion: 1,
  request,
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const tenantAuth: SubgraphSource = {
  name: 'tenant-auth',
  process: async ({ query }) => ({
    data: query.includes('signingKeys')
      ? { signingKeys: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'EdDSA' }] } }
      : { sessionState: { userId: 'u', active: true, permissionVersion: 1 } },
  }),
  subscribe: () => Promise.reject(new Error('no subscriptions')),
}
const events = createInProcessEventBus(log)
const { authenticate } = await createAuthenticator({ tenantAuth, issuer: 'i', audience: 'a', events })
const token = await new SignJWT({ sid: 's', tid: 't', role: 'owner', pv: 1, jti: 'j' })
  .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k' })
  .setIssuer('i')
  .setAudience('a')
  .setSubject('u')
  .setIssuedAt()
  .setExpirationTime('14m')
  .sign(privateKey)
await row('token to identity, known', () => authenticate(token, request))

const rateLimits = createRateLimits(readConfig({ RATE_TENANT_PER_MINUTE: '10000000', COST_PER_MINUTE: '1000000000' }))
await row('rate limit: requests', () => rateLimits.take(identity))
await row('rate limit: objects', () => rateLimits.spend(identity, 3))

const url = 'http://localhost'
const { schema } = createGraphState(supergraphOf({ documents: url, users: url, comments: url, statistics: url }))
const { query } = operations['three subgraphs']
const prepare = createPrepareOperation({ showSchema: false })
const document = parse(query, parseOptions)
await row('validation and limits, known operation', () => prepare(schema, query))
await row(
  'armor and our limits, new operation',
  () => validate(schema, document, [...specifiedRules, ...limitRules]),
  () => validate(schema, document, specifiedRules),
)

const metrics = createMetrics()
const labels = ['method', 'route', 'status'] as const
const total = metrics.counter({ name: 'bench_total', help: 'bench', labels })
const seconds = metrics.histogram({ name: 'bench_seconds', help: 'bench', labels })
const running = metrics.gauge({ name: 'bench_running', help: 'bench' })
const fetches = metrics.histogram({ name: 'bench_fetch_seconds', help: 'bench', labels: ['subgraph', 'outcome'] })
await row('metrics: a request with five fetches', () => {
  running.inc()
  for (let fetch = 0; fetch < 5; fetch++) fetches.startTimer({ subgraph: 'users' })({ outcome: 'ok' })
  total.inc({ method: 'POST', route: '/graphql', status: 200 })
  seconds.observe({ method: 'POST', route: '/graphql', status: 200 }, 0.01)
  running.dec()
})

const rules = { Query: { documents: signedIn, document: signedIn }, Subscription: { changed: signedIn } }
const fetch = 'query ($id: ID!) { document(id: $id) { id title tags } }'
const shielded = run(buildSchema(sdl.documents, resolvers.documents, rules))
await row('shield: a root field of a subgraph', shielded, run(schemaOf('documents')))

function run(subgraph: GraphQLSchema): Work {
  const operation = createCompiler(subgraph)(fetch, undefined)
  if (!isOperation(operation)) throw new Error('not valid')
  return () => operation.query(undefined, { viewer: identity }, { id: 'd3' })
}

/** As many spans as a query of three subgraphs has. */
const spans = (): Promise<void> =>
  withSpan('gateway.execute', { 'graphql.operation.type': 'query' }, async () => {
    for (let span = 0; span < 5; span++) await withSpan('gateway.fetch', { subgraph: 'users' }, async () => undefined)
  })
const unspanned = async (): Promise<void> => {
  for (let span = 0; span < 5; span++) await (async () => undefined)()
}
await row('tracing: six spans, off', spans, unspanned)
const ended = { onStart: () => undefined, onEnd: () => undefined, forceFlush: async () => undefined }
new NodeSDK({ spanProcessors: [{ ...ended, shutdown: async () => undefined }], instrumentations: [] }).start()
for (const [what, flag] of [
  ['not sampled', '00'],
  ['sampled', '01'],
] as const) {
  const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-${flag}`
  await row(`tracing: six spans, ${what}`, () => withinTrace(traceparent, spans), unspanned)
}

console.table(rows)
process.exit(0)
