import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'

const graph = testGraph({
  one: {
    sdl: `type Query { hello(to: String! = "you", times: Int): String! refuses: String breaks: String! many(first: Int!): [Thing!]! }
      type Thing { n: Int }
      type Mutation { hello: String } type Subscription { hello: String }`,
    resolvers: {
      Query: {
        hello: (_: unknown, { to }: { readonly to: string }) => `hello ${to}`,
        refuses: () => Promise.reject(new ClientError('CONFLICT', 'not now', { field: 'text' })),
        breaks: () => Promise.reject(new Error('a secret')),
        many: () => [],
      },
      Mutation: { hello: () => 'changed' },
    },
  },
})
let running: Awaited<ReturnType<typeof startGateway>>
beforeAll(async () => {
  running = await startGateway(graph, { OPERATION_MAX_COST: '50' })
})
afterAll(() => running[Symbol.asyncDispose]())

const registered = '{ hello(to: "whom it concerns") }'
const sha256Hash = createHash('sha256').update(registered).digest('hex')
const persistedQuery = { version: 1, sha256Hash }

async function answer(body: unknown, accept: string) {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = (await response.text()).replace(/req_\w+/, 'req').trim()
  const names = ['content-type', 'retry-after', 'vary', 'cache-control']
  return { status: response.status, text, headers: names.map((name) => response.headers.get(name)) }
}

// Nothing is answered directly to a client that weighs what it accepts.
test.each<readonly [what: string, body: unknown]>([
  ['a query', { query: '{ hello }' }],
  ['a mutation', { query: 'mutation { hello }' }],
  ['variables', { query: 'query ($to: String!) { hello(to: $to) }', variables: { to: 'Ada' } }],
  ['nulls for what is left out', { query: '{ hello }', variables: null, operationName: null, extensions: null }],
  ['one operation of several', { query: 'query A { hello } query B { a: hello }', operationName: 'B' }],
  ['extensions that nobody knows', { query: '{ hello }', extensions: { mine: true } }],
  ['introspection', { query: '{ __schema { queryType { name } } }' }],
  ['a refusal of a subgraph', { query: '{ hello refuses }' }],
  ['an error of ours', { query: '{ breaks }' }],
  ['a variable of another type', { query: 'query ($n: Int) { hello(times: $n) }', variables: { n: 'x' } }],
  ['a variable that is missing', { query: 'query ($to: String!) { hello(to: $to) }' }],
  ['more objects than an operation may ask for', { query: '{ many(first: 1000) { n } }' }],
  ['a subscription', { query: 'subscription { hello }' }],
  ['an operation that is not there', { query: 'query A { hello }', operationName: 'B' }],
  ['an empty name', { query: 'query A { hello }', operationName: '' }],
  ['a field that is not there', { query: '{ nothing }' }],
  ['no operation', { query: '{' }],
  ['an empty query', { query: '' }],
  ['no query', { variables: {} }],
  ['a query that is no text', { query: 7 }],
  ['variables that are no object', { query: '{ hello }', variables: [] }],
  ['extensions that are no object', { query: '{ hello }', extensions: [] }],
  ['several at once', [{ query: '{ hello }' }]],
  ['no JSON', '{'],
  ['a text that is registered', { query: registered, extensions: { persistedQuery } }],
  ['the hash of a registered text', { extensions: { persistedQuery } }],
  ['a hash of another version', { extensions: { persistedQuery: { ...persistedQuery, version: 2 } } }],
  ['a hash that nobody knows', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }],
  ['a hash of another text', { query: '{ hello }', extensions: { persistedQuery } }],
])('%s is answered directly as by Apollo Server', async (_what, body) => {
  for (const mediaType of ['application/json', 'application/graphql-response+json']) {
    const byApollo = await answer(body, `${mediaType};q=0.9`)
    expect(await answer(body, mediaType)).toEqual(byApollo)
  }
})
