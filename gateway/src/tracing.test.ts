import { generateKeyPairSync } from 'node:crypto'
import { NodeSDK } from '@opentelemetry/sdk-node'
import type { JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { createHttpSource } from '@graphmemory/service/http-source.ts'
import { serveSubgraph } from '@graphmemory/service/serve-subgraph.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { traceHeaders, withinTrace, withSpan } from '@graphmemory/telemetry/with-span.ts'
import { startGateway } from './testing/start-gateway.ts'
import { testGraph } from './testing/test-graph.ts'

type Processor = NonNullable<NonNullable<ConstructorParameters<typeof NodeSDK>[0]>['spanProcessors']>[number]
type FinishedSpan = Parameters<Processor['onEnd']>[0]

const finished: FinishedSpan[] = []
const collector: Processor = {
  onStart: () => undefined,
  onEnd: (span) => void finished.push(span),
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
}
const sdk = new NodeSDK({ spanProcessors: [collector], instrumentations: [] })
beforeAll(() => sdk.start())
afterAll(() => sdk.shutdown())

const graph = testGraph({
  posts: {
    sdl: 'type Query { post: Post } type Post @key(fields: "id") { id: ID! author: User } type User @key(fields: "id", resolvable: false) { id: ID! }',
    resolvers: { Query: { post: () => ({ id: 'p', author: { __typename: 'User', id: 'u' } }) } },
  },
  users: {
    sdl: 'type User @key(fields: "id") { id: ID! name: String } type Query { two: Int }',
    resolvers: { User: { __resolveReference: () => ({ name: 'Ada' }) } },
  },
})

test('a trace goes on from the client through the gateway to a subgraph in another process', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const trustedKeys: JSONWebKeySet = {
    keys: [{ ...publicKey.export({ format: 'jwk' }), kty: 'OKP', kid: 'k', alg: 'EdDSA' }],
  }
  const users = graph.sources.get('users')
  if (users === undefined) throw new Error('no users')
  await using served = await serveSubgraph(
    {
      ...users,
      process: (request) => withSpan('in the subgraph', {}, () => users.process(request)),
      routes: [],
      sockets: [],
      health: async () => ({}),
      [Symbol.asyncDispose]: async () => undefined,
    },
    {
      host: '127.0.0.1',
      port: 0,
      trustedKeys,
      log: createLog({ level: 'silent', name: 'test' }),
      metrics: createMetrics(),
    },
  )
  await using elsewhere = createHttpSource({
    name: 'users',
    endpoints: createEndpoints([served.url]),
    signer: { issuer: 'gateway', keyId: 'k', privateKey },
  })
  await using running = await startGateway({ ...graph, sources: new Map([...graph.sources, ['users', elsewhere]]) })
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const { data } = await running.post(
    { query: 'query Mine { post { author { name } } }' },
    { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  )
  expect(data).toEqual({ post: { author: { name: 'Ada' } } })

  const spans = finished.filter((span) => span.spanContext().traceId === traceId)
  const named = (name: string) => spans.filter((span) => span.name === name)
  const [execute] = named('gateway.execute')
  const fetches = named('gateway.fetch')
  const [inside] = named('in the subgraph')
  expect(execute?.parentSpanContext?.spanId).toBe('b7ad6b7169203331')
  expect(execute?.attributes).toEqual({ 'graphql.operation.type': 'query', 'graphql.operation.name': 'Mine' })
  expect(fetches.map((span) => [span.attributes['subgraph'], span.parentSpanContext?.spanId])).toEqual([
    ['posts', execute?.spanContext().spanId],
    ['users', execute?.spanContext().spanId],
  ])
  expect(inside?.parentSpanContext?.spanId).toBe(fetches[1]?.spanContext().spanId)
})

test('of a trace that the client does not record nothing is recorded, and a subgraph is told so', async () => {
  await using running = await startGateway(graph)
  const traceId = '0af7651916cd43dd8448eb211c80319d'
  const headers: unknown[] = []
  const { data } = await running.post(
    { query: '{ post { id } }' },
    { traceparent: `00-${traceId}-b7ad6b7169203331-00` },
  )
  expect(data).toEqual({ post: { id: 'p' } })
  await withinTrace(`00-${traceId}-b7ad6b7169203331-00`, () =>
    withSpan('outer', {}, () => withSpan('inner', {}, async () => void headers.push(traceHeaders()))),
  )
  expect(headers).toEqual([{ traceparent: expect.stringMatching(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`)) }])
  expect(finished.filter((span) => span.spanContext().traceId === traceId)).toEqual([])
})
