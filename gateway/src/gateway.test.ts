import { createClient } from 'graphql-ws'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { startGateway } from './testing/start-gateway.ts'
import { testGraph } from './testing/test-graph.ts'

const graph = () =>
  testGraph({
    users: {
      sdl: 'type Query { viewer: String } type User @key(fields: "id") { id: ID! name: String! }',
      resolvers: {
        Query: {
          viewer: (_: unknown, __: unknown, { identity }: { identity: Identity }) =>
            identity.kind === 'user' ? identity.userId : identity.kind,
        },
        User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name of ${id}` }) },
      },
    },
    posts: {
      sdl: `type Query { post: Post broken: String refused: String echo(n: Int!): Int hidden: String @inaccessible }
        type Mutation { write(text: String!): String signIn: String }
        type Post @key(fields: "id") { id: ID! author: User! parent: Post }
        type User @key(fields: "id", resolvable: false) { id: ID! }
        type Subscription { tick: Post failing: Post }`,
      resolvers: {
        Query: {
          post: () => ({ id: 'p1', author: { __typename: 'User', id: 'u1' } }),
          broken: () => {
            throw new Error('a secret of the database')
          },
          refused: () => {
            throw new ClientError('CONFLICT', 'Somebody was faster', { version: 7 })
          },
          echo: (_: unknown, { n }: { n: number }) => n,
        },
        Mutation: { write: (_: unknown, { text }: { text: string }) => text },
        Subscription: {
          tick: {
            subscribe: async function* () {
              for (const id of ['u1', 'u2']) yield { tick: { id: `p-${id}`, author: { __typename: 'User', id } } }
            },
          },
          failing: {
            subscribe: () => {
              throw new ClientError('FORBIDDEN', 'Not for you')
            },
          },
        },
      },
    },
  })

let running: Awaited<ReturnType<typeof startGateway>>
beforeEach(async () => {
  running = await startGateway(graph())
})
afterEach(() => running[Symbol.asyncDispose]())

const connect = (bearer?: string) =>
  createClient({
    url: `${running.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(bearer !== undefined && { connectionParams: { authorization: `Bearer ${bearer}` } }),
  })

async function collect(query: string, bearer = 'ada') {
  const client = connect(bearer)
  const results = []
  try {
    for await (const result of client.iterate({ query })) results.push(result)
  } finally {
    await client.dispose()
  }
  return results
}

describe('over HTTP', () => {
  test('a query is joined across subgraphs', async () => {
    const { status, headers, data, errors } = await running.post({ query: '{ post { author { name } } }' })
    expect(errors).toBeUndefined()
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('application/graphql-response+json')
    expect(data).toEqual({ post: { author: { name: 'name of u1' } } })
  })

  test('the caller is who the token names, and anonymous without one', async () => {
    expect((await running.post({ query: '{ viewer }' })).data).toEqual({ viewer: 'anonymous' })
    expect((await running.post({ query: '{ viewer }' }, { authorization: 'Bearer ada' })).data).toEqual({
      viewer: 'usr_ada',
    })
  })

  test('a wrong token is refused with 401 before anything is executed', async () => {
    const { status, errors } = await running.post({ query: '{ viewer }' }, { authorization: 'Bearer forged' })
    expect(status).toBe(401)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  test('broken syntax, an unknown field and wrong variables are answered with 400 and their code', async () => {
    const answers = [
      await running.post({ query: '{ post(' }),
      await running.post({ query: '{ nothing }' }),
      await running.post({ query: 'query ($n: Int!) { echo(n: $n) }', variables: { n: 'x' } }),
      await running.post('{'),
      await running.post({ query: 'query A { viewer } query B { viewer }' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
    expect(answers.map(({ errors }) => errors?.[0]?.extensions?.['code'])).toEqual([
      'GRAPHQL_PARSE_FAILED',
      'GRAPHQL_VALIDATION_FAILED',
      'BAD_USER_INPUT',
      'BAD_REQUEST',
      'OPERATION_RESOLUTION_FAILURE',
    ])
  })

  test('a refusal keeps its code and details', async () => {
    const { data, errors } = await running.post({ query: '{ refused }' })
    expect(data).toEqual({ refused: null })
    expect(errors).toEqual([
      { message: 'Somebody was faster', path: ['refused'], extensions: { code: 'CONFLICT', version: 7 } },
    ])
  })

  test('an error of ours is masked, and logged once with its cause', async () => {
    const { errors } = await running.post({ query: '{ broken }' })
    expect(JSON.stringify(errors)).not.toContain('secret')
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    const lines = running.logged.filter((line) => line.includes('a secret of the database'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(String(errors?.[0]?.extensions?.['requestId']))
  })

  test('a subgraph that is away leaves the rest of the answer, with UNAVAILABLE at its place', async () => {
    const { supergraphSdl, sources } = graph()
    const away = {
      name: 'users',
      process: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7')),
      subscribe: () => Promise.reject(new Error('away')),
    }
    await using partly = await startGateway({ supergraphSdl, sources: new Map([...sources, ['users', away]]) })
    const { data, errors } = await partly.post({ query: '{ echo(n: 1) post { id author { name } } }' })
    expect(data).toEqual({ echo: 1, post: null })
    expect(errors?.[0]).toMatchObject({ path: ['post', 'author'], extensions: { code: 'UNAVAILABLE' } })
    expect(JSON.stringify(errors)).not.toContain('10.0.0.7')
    expect(partly.logged.join()).toContain('10.0.0.7')
  })

  test('limits refuse what is too large, too deep, too wide or repeated', async () => {
    const deep = `{ post ${'{ parent '.repeat(9)}{ id }${' }'.repeat(9)} }`
    const queries = [
      deep,
      `{ ${Array.from({ length: 11 }, (_, i) => `a${i}: viewer`).join(' ')} }`,
      `{ viewer ${'@include(if: true) '.repeat(1)} ${Array.from({ length: 6 }, () => '...@include(if: true) { viewer }').join(' ')} }`,
      `{ ${'viewer '.repeat(11)} }`,
      `{ ${'viewer '.repeat(2_001)} }`,
      'mutation { a: signIn b: signIn }',
    ]
    for (const query of queries) {
      const { status, data, errors } = await running.post({ query })
      expect({ query: query.slice(0, 60), status, data }).toEqual({
        query: query.slice(0, 60),
        status: 400,
        data: undefined,
      })
      expect(errors?.[0]?.extensions?.['code']).toMatch(/^GRAPHQL_/)
    }
    const large = await running.post({ query: `{ viewer } #${'x'.repeat(100_000)}` })
    expect([large.status, large.errors?.[0]?.extensions?.['code']]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })

  test('inaccessible fields do not exist for clients', async () => {
    expect((await running.post({ query: '{ hidden }' })).status).toBe(400)
  })

  test('health, readiness and metrics are answered', async () => {
    const health = await fetch(`${running.url}/health`)
    expect(await health.json()).toEqual({ status: 'ok', parts: { store: 'ok' } })
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200)
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200)
    await running.post({ query: '{ viewer }' })
    expect(await (await fetch(`${running.url}/metrics`)).text()).toContain(
      'graphmemory_http_requests_total{method="POST",route="/graphql",status="200"} 1',
    )
  })

  test('a form post and a GET mutation are refused', async () => {
    const form = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      body: new URLSearchParams({ query: '{ viewer }' }),
    })
    expect(form.status).toBe(415)
    const get = await fetch(`${running.url}/graphql?query=${encodeURIComponent('mutation { write(text: "x") }')}`, {
      headers: { 'apollo-require-preflight': '1' },
    })
    expect(get.status).toBe(405)
    const simple = await fetch(`${running.url}/graphql?query=${encodeURIComponent('{ viewer }')}`)
    expect(simple.status).toBe(400)
  })
})

describe('over graphql-transport-ws', () => {
  test('events of a subscription are joined across subgraphs', async () => {
    expect(await collect('subscription { tick { id author { name } } }')).toEqual([
      { data: { tick: { id: 'p-u1', author: { name: 'name of u1' } } } },
      { data: { tick: { id: 'p-u2', author: { name: 'name of u2' } } } },
    ])
  })

  test('queries and mutations are answered as over HTTP, for the bearer of the connection', async () => {
    expect(await collect('{ viewer }')).toMatchObject([{ data: { viewer: 'usr_ada' } }])
    expect(await collect('mutation { write(text: "hi") }')).toMatchObject([{ data: { write: 'hi' } }])
  })

  test('a wrong token closes the connection as forbidden', async () => {
    await expect(collect('{ viewer }', 'forged')).rejects.toMatchObject({ code: 4403 })
  })

  test('limits, syntax and refusals are answered with their codes, our own errors masked', async () => {
    const codeOf = async (query: string) => {
      const results = await collect(query).catch((errors: unknown) => [{ errors }])
      return (results[0] as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code
    }
    expect(await codeOf('{ post(')).toBe('GRAPHQL_PARSE_FAILED')
    expect(await codeOf(`{ ${'viewer '.repeat(11)} }`)).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(await codeOf('{ refused }')).toBe('CONFLICT')
    expect(await codeOf('{ broken }')).toBe('INTERNAL_SERVER_ERROR')
    expect(await codeOf('subscription { failing { id } }')).toBe('FORBIDDEN')
  })
})

describe('as it ends', () => {
  test('it tells sockets to come back elsewhere and takes no more requests', async () => {
    const client = createClient({
      url: `${running.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
    })
    await new Promise<unknown>((resolve) => client.on('connected', resolve))
    const closed = new Promise<unknown>((resolve) => client.on('closed', resolve))
    await running.gateway[Symbol.asyncDispose]()
    expect(await closed).toMatchObject({ code: 1012 })
    await expect(fetch(`${running.url}/health`)).rejects.toThrow('fetch failed')
    await client.dispose()
    running = await startGateway(graph())
  })
})
