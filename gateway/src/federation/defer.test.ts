import { createHash } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDeferred } from '../execution/execute-incrementally.ts'
import { compileOperation } from '../planning/compile-operation.ts'
import { createGraphState } from '../planning/graph-state.ts'
import { anonymous } from '../testing/execute-on.ts'
import { collectParts, together, withoutDefer } from '../testing/collect-parts.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { until } from '../testing/transport-socket.ts'
import { referenceExecutor } from './executors.ts'
import { shopCases } from './shop-cases.ts'
import { shopSubgraphs } from './shop-subgraphs.ts'
import { roots } from './shop-world.ts'

const shop = testGraph(shopSubgraphs)
const state = createGraphState(shop.supergraphSdl)
const reference = referenceExecutor(shop, roots)

const partsOf = (query: string, variables?: Readonly<Record<string, unknown>>) =>
  collectParts(shop, state, query, variables).then((parts) => {
    if (parts === undefined) throw new Error(`everything comes at once: ${query}`)
    return parts
  })

const cases: Readonly<Record<string, string>> = {
  'fields of another subgraph': '{ me { id ... @defer { sessions } } }',
  'fields of the same subgraph': '{ me { id ... @defer { email name } } }',
  'fields of an object that has no key': '{ me { id address { city ... @defer { street country { iso } } } } }',
  'all fields of the root': '{ ... @defer { me { name } } }',
  'one fragment at every item of a list': '{ products { name ... @defer(label: "stock") { stock } } }',
  'a fragment within another': '{ me { name ... @defer { sessions ... @defer { karma reviews { stars } } } } }',
  'a fragment within another that asks for nothing else': '{ me { ... @defer { ... @defer { karma } } } }',
  'two fragments side by side': '{ me { ... @defer(label: "a") { karma } ... @defer(label: "b") { lastLogin } } }',
  'two fragments that ask for the same':
    '{ me { ... @defer(label: "a") { karma } ... @defer(label: "b") { karma sessions } } }',
  'a field that is asked for at once too': '{ me { name ... @defer { name karma } } }',
  'a part of an object whose rest comes at once': '{ me { address { city } ... @defer { address { street } } } }',
  'a named fragment': '{ me { ...Later @defer } } fragment Later on User { karma }',
  'a named fragment at two places':
    '{ me { ...Later @defer friends { ...Later @defer(label: "friends") } } } fragment Later on User { karma }',
  'a fragment within a named one that is used twice':
    '{ me { ...Some friends { ...Some } } } fragment Some on User { id ... @defer { karma } }',
  'a field that requires others': '{ products { upc ... @defer { shipping volume } } }',
  'fields under aliases': '{ me { id: name ... @defer { name: id k: karma } } }',
  'fields of one type of an interface': '{ media { title ... on Book @defer { pages writer { name } } } }',
  'fields of one type of a union': '{ search { __typename ... on Product @defer { stock } ... on User { name } } }',
  'fields of an interface object': '{ media { title ... @defer { rating } } }',
  'only a type name': '{ me { id ... @defer { __typename } } }',
  'what stands under a condition': '{ me { id ... @include(if: true) @defer { karma @skip(if: true) sessions } } }',
}

describe('an answer that comes in parts holds in the end what one server answers', () => {
  for (const [title, query] of Object.entries(cases)) {
    test(`with ${title} deferred`, async () => {
      const answer = await partsOf(query)
      const expected = await reference(withoutDefer(query))
      expect(answer.initial.errors).toBeUndefined()
      expect(answer.parts.flatMap(({ result }) => result.errors ?? [])).toEqual([])
      expect(answer.hasNext).toEqual([...Array<boolean>(answer.hasNext.length - 1).fill(true), false])
      expect(answer.parts.length).toBeGreaterThan(0)
      expect(together(answer)).toEqual(expected.data)
    })
  }

  test('every query of the suite with all its fields deferred', async () => {
    let deferred = 0
    for (const { title, query, variables } of Object.values(shopCases).flat()) {
      const start = query.indexOf('{', query.startsWith('query') ? query.indexOf(')') : 0)
      if (/fragment /.test(query)) continue
      const later = `${query.slice(0, start)}{ ... @defer ${query.slice(start)} }`
      if (validate(state.schema, parse(later)).length > 0) throw new Error(`not a valid case: ${later}`)
      const answer = await collectParts(shop, state, later, variables)
      if (answer === undefined) continue
      deferred++
      expect(together(answer), title).toEqual((await reference(query, variables)).data)
    }
    expect(deferred).toBeGreaterThan(100)
  })
})

test('what comes later is not fetched for what comes at once', async () => {
  const before = shop.calls.length
  const { initial, parts } = await partsOf('{ me { name ... @defer(label: "later") { karma } } }')
  expect(initial.data).toEqual({ me: { name: 'Ada' } })
  expect(parts).toMatchObject([
    { path: ['me'], label: 'later', result: { data: { karma: expect.any(Number) as number } } },
  ])
  expect(shop.calls.slice(before)[0]).toMatchObject({ subgraph: 'accounts' })
})

test('of a list that is empty, and an object that is null, nothing comes later, and nothing is fetched for it', async () => {
  const before = shop.calls.length
  const { initial, parts } = await partsOf('{ nobody { ... @defer { karma } } }')
  expect([initial, parts]).toEqual([{ data: { nobody: null } }, []])
  expect(shop.calls.length - before).toBe(1)
})

test('parts that ask the same of a subgraph at the same time are answered by one call', async () => {
  const before = shop.calls.length
  await partsOf('{ me { ... @defer(label: "a") { lastLogin } ... @defer(label: "b") { lastLogin } } }')
  expect(shop.calls.slice(before).filter(({ subgraph }) => subgraph === 'login')).toHaveLength(1)
})

describe('a condition of @defer', () => {
  const isDeferredFor = (query: string, variables = {}) =>
    isDeferred(compileOperation(state, parse(query), undefined), {
      sources: shop.sources,
      identity: anonymous(),
      variables,
    })

  test('decides for each request, and without a value everything may come later', () => {
    const query = 'query ($later: Boolean) { me { id ... @defer(if: $later) { karma } } }'
    expect([true, false, undefined].map((later) => isDeferredFor(query, { later }))).toEqual([true, false, true])
    expect(isDeferredFor('{ me { id ... @defer(if: false) { karma } } }')).toBe(false)
  })

  test('leaves at once what the planner cannot split', () => {
    expect(isDeferredFor('{ products { ... @defer { shipping export } } }')).toBe(false)
  })
})

let release = (): void => undefined
const slow = testGraph({
  users: {
    sdl: `type Query { me: User } type User @key(fields: "id") { id: ID! name: String }
      type Mutation { rename: User }`,
    resolvers: {
      Query: { me: () => ({ id: '1', name: 'Ada' }) },
      Mutation: { rename: () => ({ id: '1', name: 'Grace' }) },
    },
  },
  posts: {
    sdl: `type User @key(fields: "id") { id: ID! posts: [String!] broken: String must: String! feed: Feed }
      type Feed @key(fields: "id") { id: ID! }`,
    resolvers: {
      User: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        posts: () => new Promise((resolve) => (release = () => resolve(['a', 'b']))),
        broken: () => {
          throw new Error('the disk at /var/lib is full')
        },
        must: () => null,
        feed: () => ({ id: '1' }),
      },
    },
  },
  feeds: {
    sdl: 'type Feed @key(fields: "id") { id: ID! items: [String!] } type Query { two: Int }',
    resolvers: { Feed: { __resolveReference: ({ id }: { id: string }) => ({ id, items: ['x'] }) } },
  },
})
let running: Awaited<ReturnType<typeof startGateway>>
beforeAll(async () => {
  running = await startGateway(slow)
})
afterAll(() => running[Symbol.asyncDispose]())

/** Opens a request and reads its parts as they come. */
async function open(query: string, accept: string, headers: Readonly<Record<string, string>> = {}) {
  let text = ''
  const request = httpRequest(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
  })
  request.on('error', () => undefined)
  request.end(JSON.stringify({ query }))
  const response = await new Promise<IncomingMessage>((resolve) => request.once('response', resolve))
  response.on('error', () => undefined)
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const ended = new Promise<void>((resolve) => response.once('close', resolve))
  const parts = () =>
    text
      .split('\r\n---')
      .map((part) => part.split('\r\n\r\n')[1])
      .filter((part) => part !== undefined && part !== '')
      .map((part) => JSON.parse(part ?? '') as unknown)
  return { request, response, parts, ended, text: () => text }
}
const draftOf2022 = 'multipart/mixed;deferSpec=20220824, application/json'
const query = '{ me { name ... @defer(label: "posts") { posts } } }'

describe('over HTTP', () => {
  test('the first part comes before the rest is there, in the form of 2022', async () => {
    const { response, parts, ended, text } = await open(query, draftOf2022)
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      200,
      'multipart/mixed; boundary="-"; deferSpec=20220824',
    ])
    await until(() => parts().length === 1)
    expect(parts()[0]).toMatchObject({ data: { me: { name: 'Ada' } }, hasNext: true, extensions: { cost: 1 } })
    release()
    await ended
    expect(parts()[1]).toEqual({
      incremental: [{ data: { posts: ['a', 'b'] }, path: ['me'], label: 'posts' }],
      hasNext: false,
    })
    expect(text().endsWith('\r\n-----\r\n')).toBe(true)
  })

  test('and in the form that followed', async () => {
    const { response, parts, ended } = await open(query, 'multipart/mixed; incrementalSpec=v0.2')
    expect(response.headers['content-type']).toContain('incrementalSpec=v0.2')
    await until(() => parts().length === 1)
    expect(parts()[0]).toMatchObject({
      data: { me: { name: 'Ada' } },
      pending: [{ id: '0', path: ['me'], label: 'posts' }],
      hasNext: true,
    })
    release()
    await ended
    expect(parts()[1]).toEqual({
      incremental: [{ id: '0', data: { posts: ['a', 'b'] } }],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  test('errors stand at their path in the part that they belong to, masked', async () => {
    const { parts, ended } = await open('{ me { name ... @defer { broken } } }', draftOf2022)
    await ended
    expect(parts()[1]).toMatchObject({
      incremental: [
        {
          data: { broken: null },
          path: ['me'],
          errors: [
            {
              message: 'Something went wrong on our side',
              path: ['me', 'broken'],
              extensions: { code: 'INTERNAL_SERVER_ERROR' },
            },
          ],
        },
      ],
      hasNext: false,
    })
    expect(JSON.stringify(parts())).not.toContain('/var/lib')
  })

  test('a null where none may stand takes only the part with it', async () => {
    const first = await open('{ me { name ... @defer { must } } }', draftOf2022)
    await first.ended
    expect(first.parts()).toMatchObject([
      { data: { me: { name: 'Ada' } } },
      { incremental: [{ data: null, errors: [{ path: ['me', 'must'] }] }], hasNext: false },
    ])
    const second = await open('{ me { name ... @defer { must } } }', 'multipart/mixed; incrementalSpec=v0.2')
    await second.ended
    expect(second.parts()[1]).toMatchObject({
      incremental: [],
      completed: [{ id: '0', errors: [{ path: ['me', 'must'] }] }],
      hasNext: false,
    })
  })

  test('a client that cannot read parts is refused, and nothing is fetched for it', async () => {
    for (const accept of ['application/json', 'multipart/mixed', '*/*']) {
      const before = slow.calls.length
      const { status, errors } = await running.post({ query }, { accept })
      expect([status, errors?.[0]?.extensions?.['code'], slow.calls.length - before]).toEqual([406, 'BAD_REQUEST', 0])
    }
  })

  test('what is not deferred for this request is one answer', async () => {
    const answer = await running.post({
      query: 'query ($b: Boolean!) { me { name ... @defer(if: $b) { feed { id } } } }',
      variables: { b: false },
    })
    expect([answer.status, answer.data]).toEqual([200, { me: { name: 'Ada', feed: { id: '1' } } }])
  })

  test('a client that goes ends what would have come', async () => {
    const before = slow.calls.filter(({ subgraph }) => subgraph === 'feeds').length
    const asked = slow.calls.length
    const { request, parts } = await open('{ me { name ... @defer { posts feed { items } } } }', draftOf2022)
    await until(() => parts().length === 1 && slow.calls.length >= asked + 2)
    request.destroy()
    const inProgress = async () =>
      (await (await fetch(`${running.url}/metrics`)).text()).match(/requests_in_progress (\d+)/)?.[1]
    while ((await inProgress()) !== '1');
    release()
    expect((await running.post({ query: '{ me { name } }' })).status).toBe(200)
    expect(slow.calls.filter(({ subgraph }) => subgraph === 'feeds')).toHaveLength(before)
  })

  test('what a mutation answers with may come later too', async () => {
    const { parts, ended } = await open('mutation { rename { name ... @defer { feed { items } } } }', draftOf2022)
    await ended
    expect(parts()).toMatchObject([
      { data: { rename: { name: 'Grace' } }, hasNext: true },
      { incremental: [{ data: { feed: { items: ['x'] } }, path: ['rename'] }], hasNext: false },
    ])
  })

  test('a request that names itself gets one answer, which can be kept', async () => {
    const post = () =>
      running.post(
        { query: 'mutation { rename { name ... @defer { feed { items } } } }' },
        {
          authorization: 'Bearer ada',
          'idempotency-key': createHash('sha1').update('a').digest('hex'),
          accept: draftOf2022,
        },
      )
    expect((await post()).data).toEqual({ rename: { name: 'Grace', feed: { items: ['x'] } } })
    const again = await post()
    expect([again.data, again.headers.get('idempotency-replayed')]).toEqual([
      { rename: { name: 'Grace', feed: { items: ['x'] } } },
      'true',
    ])
  })

  for (const [title, wrong] of Object.entries({
    'the fields of a mutation': 'mutation { ... @defer { rename { name } } }',
    'a label that is a variable': 'query ($l: String) { me { ... @defer(label: $l) { name } } }',
    'a label twice': '{ me { ... @defer(label: "a") { name } ... @defer(label: "a") { id } } }',
    'more fragments than an operation may have': `{ me { ${'... @defer { name } '.repeat(6)} } }`,
  })) {
    test(`${title} is refused`, async () => {
      const { status, errors } = await running.post({ query: wrong }, { accept: draftOf2022 })
      expect([status, errors?.[0]?.extensions?.['code']]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED'])
    })
  }
})
