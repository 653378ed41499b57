import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { startGateway } from './testing/start-gateway.ts'
import { testGraph } from './testing/test-graph.ts'

const graph = testGraph({
  one: {
    sdl: `type Query { user(id: ID!): User secretOfTheHouse: String echo(value: In, text: String): String }
      type Mutation { write(text: String!): String signIn(code: String): String }
      type Subscription { heard: String }
      type User @key(fields: "id") { id: ID! name: String friends: [User!]! }
      input In { value: In n: Int }`,
    resolvers: {
      Query: {
        user: () => ({ id: '1', name: 'Ada', friends: [] }),
        echo: (_: unknown, { text }: { text?: string }) => text ?? null,
      },
      Mutation: { write: () => 'written', signIn: () => 'in' },
    },
  },
})

let development: Awaited<ReturnType<typeof startGateway>>
let production: Awaited<ReturnType<typeof startGateway>>
const productionEnv = {
  GM_ENV: 'production',
  CORS_ORIGINS: 'https://app.test',
  TRUSTED_HOSTS: 'api.test,127.0.0.1',
  TRUST_PROXY: '127.0.0.1',
  RATE_ANONYMOUS_PER_MINUTE: '10000',
}
const https = { 'x-forwarded-proto': 'https' }
beforeAll(async () => {
  development = await startGateway(graph, { RATE_ANONYMOUS_PER_MINUTE: '100000' })
  production = await startGateway(graph, productionEnv)
})
afterAll(async () => {
  await development[Symbol.asyncDispose]()
  await production[Symbol.asyncDispose]()
})

test('the GraphQL-over-HTTP audit finds no error, and every MUST holds', async () => {
  const results = await auditServer({
    url: `${development.url}/graphql`,
    fetchFn: (url: string, init?: RequestInit) =>
      fetch(url, { ...init, headers: new Headers([...new Headers(init?.headers), ['apollo-require-preflight', '1']]) }),
  })
  const failed = results.filter(({ status }) => status === 'error')
  expect(failed.map(({ name, status }) => `${status}: ${name}`)).toEqual([])
  const unmet = results.filter(({ status, name }) => status !== 'ok' && name.startsWith('MUST'))
  expect(unmet.map(({ name }) => name)).toEqual([])
})

describe('in production', () => {
  const post = (body: unknown, headers = {}) => production.post(body, { ...https, ...headers })

  test('the schema cannot be read, and no error helps to guess it', async () => {
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "User") { name } }']) {
      const { status, data } = await post({ query })
      expect({ status, data }).toEqual({ status: 400, data: undefined })
    }
    const guesses = await Promise.all([
      post({ query: '{ secretOfTheHous }' }),
      post({ query: '{ user(idd: 1) { id } }' }),
      post({ query: '{ echo(value: { nn: 1 }) }' }),
      post({ query: 'query ($i: In) { echo(value: $i) }', variables: { i: { nn: 1 } } }),
      post({ query: '{ user(id: 1) { nam } }' }),
    ])
    expect(JSON.stringify(guesses.map(({ errors }) => errors))).not.toMatch(/secretOfTheHouse|Did you mean/)
  })

  test('an operation that does not fit the graph gets one answer, whatever is wrong with it', async () => {
    const answers = await Promise.all(
      [
        '{ secretOfTheHouse { x } }',
        '{ secretOfTheHous }',
        '{ user }',
        '{ user(id: 1, x: 2) { id } }',
        'query ($x: Nope) { __typename }',
        '{ secretOfTheHous nope }',
      ].map(async (query) =>
        (await post({ query })).errors?.map(({ message, extensions }) => [message, extensions?.['code']]),
      ),
    )
    for (const answer of answers) expect(answer).toEqual([['The operation is not valid', 'GRAPHQL_VALIDATION_FAILED']])
    for (const guess of ['', 'nope']) {
      const limited = await post({ query: `{ ${guess} ${'__typename '.repeat(11)} }` })
      expect(limited.errors?.map(({ message }) => message)).toEqual([expect.stringContaining('root fields')])
    }
  })

  test('what does not come over HTTPS is sent there, or refused', async () => {
    const get = await fetch(`${production.url}/graphql?query={__typename}`, { redirect: 'manual' })
    expect([get.status, get.headers.get('location')]).toEqual([
      308,
      `${production.url.replace('http', 'https')}/graphql?query={__typename}`,
    ])
    expect((await production.post({ query: '{ __typename }' })).status).toBe(403)
    expect((await fetch(`${production.url}/health/live`)).status).toBe(200)
  })

  test('hosts that are not ours are refused', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = new URL(`${production.url}/graphql?query={__typename}`)
      httpRequest(url, { headers: { ...https, host: 'evil.test', 'apollo-require-preflight': '1' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(400)
  })

  test('only pages of known origins may read answers', async () => {
    const known = await post({ query: '{ __typename }' }, { origin: 'https://app.test' })
    expect(known.headers.get('access-control-allow-origin')).toBe('https://app.test')
    const unknown = await post({ query: '{ __typename }' }, { origin: 'https://evil.test' })
    expect(unknown.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await fetch(`${production.url}/graphql`, {
      method: 'OPTIONS',
      headers: { ...https, origin: 'https://evil.test', 'access-control-request-method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-methods')).toBeNull()
  })

  test('security headers stand on every answer', async () => {
    for (const response of [
      await post({ query: '{ __typename }' }),
      await fetch(`${production.url}/nowhere`, { headers: https }),
    ]) {
      expect(response.headers.get('strict-transport-security')).toContain('max-age=63072000')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(response.headers.get('x-frame-options')).toBe('DENY')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('x-powered-by')).toBeNull()
    }
  })
})

const nested = (levels: number, open: string, inner: string, close: string) =>
  open.repeat(levels) + inner + close.repeat(levels)
const multiplying = Array.from(
  { length: 30 },
  (_, i) => `fragment F${i} on User { friends { ...F${i + 1} } f: friends { ...F${i + 1} } }`,
)
const attacks: Readonly<Record<string, unknown>> = {
  'a batch of operations': [{ query: '{ __typename }' }, { query: '{ __typename }' }],
  'a flood of aliases': {
    query: `{ ${Array.from({ length: 100 }, (_, i) => `a${i}: user(id: 1) { id }`).join(' ')} }`,
  },
  'aliases of one sign-in': { query: 'mutation { a: signIn(code: "1") b: signIn(code: "2") }' },
  'sign-ins in fragments': {
    query:
      'mutation { ...A ...B } fragment A on Mutation { a: signIn(code: "1") } fragment B on Mutation { b: signIn(code: "2") }',
  },
  'a field duplicated thousands of times': { query: `{ user(id: 1) { ${'id '.repeat(3_000)} } }` },
  'overloaded directives': { query: `{ __typename ${'@include(if: true) '.repeat(10)} }` },
  'unknown directives': { query: `{ __typename ${'@aa '.repeat(10)} }` },
  'a circular query': { query: `{ user(id: 1) ${nested(9, '{ friends ', '{ id }', ' }')} }` },
  'circular fragments': { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
  'fragments that multiply': {
    query: `{ user(id: 1) { ...F0 } } ${multiplying.join(' ')} fragment F30 on User { id }`,
  },
  'circular introspection': { query: `{ __schema { types { ${nested(6, 'fields { type { ', 'name', ' } }')} } } }` },
  'a condition without an argument on a subscription': { query: 'subscription { heard @include }' },
  'a comment of a megabyte': { query: `# ${'x'.repeat(1_000_000)}\n{ __typename }` },
  'prototype pollution': '{"query":"{ __typename }","variables":{"__proto__":{"x":1}}}',
  'a batch by array of variables': { query: '{ __typename }', variables: [{}, {}] },
  'a subscription where nothing can follow the answer': { query: 'subscription { heard }' },
}
const foreignTypes: Readonly<Record<string, string>> = {
  'application/x-www-form-urlencoded': 'query=%7B__typename%7D',
  'text/plain': '{"query":"{ __typename }"}',
  'multipart/form-data; boundary=x': '--x--',
}

describe('against known attacks', () => {
  const post = (body: unknown, headers = {}) => development.post(body, headers)

  for (const [title, body] of Object.entries(attacks)) {
    test(`${title} is refused`, async () => {
      const { status, data } = await post(body)
      expect({ isRefused: status >= 400 && status < 500, data }).toEqual({ isRefused: true, data: undefined })
    })
  }
  for (const [type, body] of Object.entries(foreignTypes)) {
    test(`a body of ${type} is refused`, async () => {
      expect((await post(body, { 'content-type': type })).status).toBe(415)
    })
  }
  test('a GET mutation is refused', async () => {
    const url = `${development.url}/graphql?query=${encodeURIComponent('mutation { write(text: "x") }')}`
    expect((await fetch(url, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(405)
  })
  test('a GET mutation among queries is refused, whichever is named', async () => {
    const query = encodeURIComponent('query A { __typename } mutation B { write(text: "x") }')
    const get = (name: string) =>
      fetch(`${development.url}/graphql?operationName=${name}&query=${query}`, {
        headers: { 'apollo-require-preflight': '1' },
      })
    expect((await get('B')).status).toBe(405)
    expect((await get('A')).status).toBe(200)
  })
  test('no explorer is served to a browser', async () => {
    const page = await fetch(`${production.url}/graphql`, { headers: { ...https, accept: 'text/html' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([400, 'application/json; charset=utf-8'])
  })
  test('what a client asks to trace is not traced in the answer', async () => {
    const headers = {
      'apollo-federation-include-trace': 'ftv1',
      'x-apollo-tracing': '1',
      'apollo-query-plan-experimental': '1',
    }
    const { status, data, extensions } = await post({ query: '{ user(id: 1) { name } }' }, headers)
    expect({ status, data, extensions }).toEqual({
      status: 200,
      data: { user: { name: 'Ada' } },
      extensions: { cost: 1 },
    })
  })
  test('a GET without a sign of a real client is refused', async () => {
    expect((await fetch(`${development.url}/graphql?query={__typename}`)).status).toBe(400)
  })
  test('variables nested a thousand deep do not bring it down', async () => {
    const value = `${'{"value":'.repeat(1_000)}null${'}'.repeat(1_000)}`
    const { status } = await post(`{"query":"query ($v: In) { echo(value: $v) }","variables":{"v":${value}}}`)
    expect(status).toBeLessThan(500)
  })
  test('no trace, stack or path of ours is told', async () => {
    const answers = await Promise.all([
      post({ query: '{ nope }' }),
      post({ query: '{' }),
      post('nonsense'),
      post({ query: 'query ($n: Int!) { __typename }' }),
      post({ query: '{ user(id: {}) { id } }' }),
    ])
    const text = JSON.stringify(answers)
    expect(text).not.toMatch(/node_modules|\.ts:|\.js:|stacktrace|"tracing"|at Object/)
  })
  test("what is wrong with a persisted query is told as the client's fault", async () => {
    const sha256Hash = createHash('sha256').update('{ another }').digest('hex')
    for (const version of [1, 2]) {
      const answer = await post({ query: '{ __typename }', extensions: { persistedQuery: { version, sha256Hash } } })
      expect([answer.status, answer.errors?.[0]?.extensions]).toEqual([400, { code: 'BAD_REQUEST' }])
    }
  })
  test('a persisted query is answered for its hash once it is known', async () => {
    const query = '{ user(id: 1) { name } }'
    const sha256Hash = createHash('sha256').update(query).digest('hex')
    const extensions = { persistedQuery: { version: 1, sha256Hash } }
    expect((await post({ extensions })).errors?.[0]?.extensions?.['code']).toBe('PERSISTED_QUERY_NOT_FOUND')
    expect((await post({ query, extensions })).data).toEqual({ user: { name: 'Ada' } })
    expect((await post({ extensions })).data).toEqual({ user: { name: 'Ada' } })
    expect((await post({ query: '{ __typename }', extensions })).status).toBe(400)
  })
})

test('a large answer is compressed for a client that takes it, and comes as it is for others', async () => {
  const body = JSON.stringify({ query: 'query ($t: String) { echo(text: $t) }', variables: { t: 'x'.repeat(10_000) } })
  const lengthFor = (encoding: string) =>
    new Promise<readonly [string | undefined, number]>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'accept-encoding': encoding }
      const request = httpRequest(`${development.url}/graphql`, { method: 'POST', headers }, (response) => {
        let length = 0
        response.on('data', (part: Buffer) => (length += part.length))
        response.on('end', () => resolve([response.headers['content-encoding'], length]))
      })
      request.on('error', reject).end(body)
    })
  const [encoding, length] = await lengthFor('br, gzip')
  expect([encoding, length < 1_000]).toEqual(['gzip', true])
  expect((await lengthFor('identity'))[0]).toBeUndefined()
  expect((await lengthFor('gzip;q=0'))[0]).toBeUndefined()
})

test('anonymous callers are limited in a burst, told when to come back, and people of a tenant are not', async () => {
  await using limited = await startGateway(graph, { GM_ENV: 'staging', RATE_ANONYMOUS_PER_MINUTE: '60' })
  const statuses: number[] = []
  for (let i = 0; i < 21; i++) statuses.push((await limited.post({ query: '{ __typename }' })).status)
  expect(statuses.slice(0, 20).every((status) => status === 200)).toBe(true)
  const over = await limited.post({ query: '{ __typename }' })
  expect([over.status, over.errors?.[0]?.extensions?.['code']]).toEqual([429, 'RATE_LIMITED'])
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(over.headers.get('ratelimit-policy')).toBe('60;w=60')
  expect((await limited.post({ query: '{ __typename }' }, { authorization: 'Bearer ada' })).status).toBe(200)
  expect((await fetch(`${limited.url}/health`)).status).toBe(200)
})
