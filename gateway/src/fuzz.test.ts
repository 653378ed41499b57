import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventQueue } from '@graphmemory/service/event-queue.ts'
import { randomFrom } from '@graphmemory/testing/random.ts'
import { startGateway } from './testing/start-gateway.ts'
import { testGraph } from './testing/test-graph.ts'
import { openSocket, until } from './testing/transport-socket.ts'

/** Subscriptions that are open at the subgraph and will never tell anything, and how many ever were. */
let quiet = 0
let everQuiet = 0
const graph = testGraph({
  one: {
    sdl: `type Query { user(id: ID!): User secretOfTheHouse: String echo(value: In, text: String): String }
      type Mutation { write(text: String!): String }
      type Subscription { silence(n: Int): User counting(to: Int!): Int }
      type User @key(fields: "id") { id: ID! name: String friends: [User!]! }
      input In { value: In n: Int }`,
    resolvers: {
      Query: {
        user: () => ({ id: '1', name: 'Ada', friends: [] }),
        echo: (_: unknown, { text }: { text?: string }) => text ?? null,
      },
      Mutation: { write: () => 'written' },
      Subscription: {
        silence: {
          subscribe: () => {
            quiet++
            everQuiet++
            return createEventQueue<never>(1, () => {
              throw new Error('nothing was ever told')
            }).iterate(() => quiet--)
          },
        },
        counting: {
          subscribe: async function* (_: unknown, { to }: { to: number }) {
            for (let counting = 0; counting < to; counting++) {
              await turn()
              yield { counting }
            }
          },
        },
      },
    },
  },
})

const unlimited = { RATE_ANONYMOUS_PER_MINUTE: '1000000', RATE_TENANT_PER_MINUTE: '1000000' }
let gateways: readonly Awaited<ReturnType<typeof startGateway>>[]
beforeAll(async () => {
  gateways = await Promise.all(
    ['development', 'production'].map((environment) =>
      startGateway(graph, {
        GM_ENV: environment,
        TRUST_PROXY: '127.0.0.1',
        CORS_ORIGINS: 'https://app.test',
        TRUSTED_HOSTS: '127.0.0.1',
        ...unlimited,
      }),
    ),
  )
})
afterAll(async () => {
  for (const gateway of gateways) await gateway[Symbol.asyncDispose]()
})

/** The same seed gives the same requests; another may be tried without changing the test. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_607)

function createFuzz(random: () => number) {
  const below = (n: number) => Math.floor(random() * n)
  const one = <T>(of: readonly [T, ...T[]]): T => of[below(of.length)] ?? of[0]
  const times = <T>(most: number, make: () => T) => Array.from({ length: below(most + 1) }, make)
  const words = () => times(20, () => one(tokens)).join(one(['', ' ', '\n']))
  /** Mostly an operation of the graph, with a piece torn out or put in. */
  const operation = (): string => {
    const text = one(operations)
    const at = below(text.length)
    switch (below(4)) {
      case 0:
        return text.slice(0, at) + one(tokens) + text.slice(at)
      case 1:
        return text.slice(0, at) + text.slice(at + below(8))
      case 2:
        return words()
      default:
        return text
    }
  }
  const value = (depth = 3): unknown =>
    depth === 0 || below(2) === 0
      ? one([null, 1, -1e308, '', 'x', true, '\u0000\ud800', words()])
      : below(2) === 0
        ? times(3, () => value(depth - 1))
        : Object.fromEntries(times(3, () => [one(['id', 'n', 'value', '__proto__', 'query']), value(depth - 1)]))
  return { below, one, times, words, operation, value }
}

const tokens = [
  '{',
  '}',
  '(',
  ')',
  'query',
  'mutation',
  'subscription',
  'fragment F on User',
  '...',
  '...F',
  'on',
  'user',
  'id',
  ':',
  '$',
  '"',
  '!',
  '[',
  ']',
  '@include',
  '@skip(if: true)',
  '@defer',
  '__schema',
  '__typename',
  'null',
  '1e9',
  '-',
  '\u0000',
  '💥',
  '#',
  ',',
  '=',
  '"""',
  '\\u',
  'extend',
  'User',
  '_entities',
  '_service',
] as const satisfies [string, ...string[]]
const operations = [
  '{ user(id: 1) { id name friends { id } } }',
  'query A($i: In, $t: String = "x") { echo(value: $i, text: $t) b: echo }',
  'query A { __typename } query B { user(id: 2) { name } }',
  'mutation { write(text: "x") }',
  '{ ...F user(id: 1) @include(if: true) { ... on User { name } } } fragment F on Query { __typename }',
  '{ __schema { types { name fields { name } } } }',
  'subscription { counting(to: 2) }',
] as const satisfies [string, ...string[]]

/** What an answer must never hold: paths of ours, a trace, and in production a name that the client did not know. */
const internals = /node_modules|\.ts:\d|\.js:\d|stacktrace|at async|at Object|file:\/\//
const isLeak = (text: string, environment: number) =>
  internals.test(text) || (environment === 1 && text.includes('secretOfTheHouse'))

test('10,000 random requests are answered, none with a fault of ours and none with something of ours inside', async () => {
  const { below, one, words, operation, value } = createFuzz(randomFrom(seed))
  const body = (): unknown => {
    switch (below(6)) {
      case 0:
        return { query: operation(), variables: value(), operationName: one(['A', 'B', null, words(), value()]) }
      case 1:
        return {
          query: operation(),
          extensions: one([
            value(),
            { persistedQuery: value() },
            { persistedQuery: { version: below(3), sha256Hash: value() } },
          ]),
        }
      case 2:
        return value()
      case 3:
        return `${words()}${JSON.stringify({ query: operation() })}`.slice(below(10))
      default:
        return { query: operation() }
    }
  }
  const bad: unknown[] = []
  const send = async () => {
    const environment = below(2)
    const sent = body()
    const method = one(['POST', 'POST', 'POST', 'GET', 'PUT'])
    const text = typeof sent === 'string' ? sent : JSON.stringify(sent)
    const search =
      method === 'GET'
        ? `?query=${encodeURIComponent(operation().toWellFormed())}&variables=${encodeURIComponent(text.toWellFormed())}`
        : ''
    const answer = await fetch(`${gateways[environment]?.url}/graphql${search}`, {
      method,
      headers: {
        'content-type': one([
          'application/json',
          'application/json',
          'application/json; charset=x',
          'application/graphql',
          '',
          'application/json, text/html',
        ]),
        accept: one([
          '*/*',
          'application/graphql-response+json',
          'text/html',
          'multipart/mixed',
          'text/event-stream',
          'nonsense',
        ]),
        'x-forwarded-proto': 'https',
        ...(below(2) === 0 && { 'apollo-require-preflight': '1' }),
        ...(below(20) === 0 && { authorization: one(['Bearer ada', 'Bearer nobody', 'Basic x', 'Bearer']) }),
      },
      ...(method !== 'GET' && { body: text }),
    })
    const answered = await answer.text()
    if (answer.status >= 500 || isLeak(answered, environment))
      bad.push({ text, search, status: answer.status, answered })
  }
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let i = 0; i < 500; i++) await send()
    }),
  )
  expect(bad.slice(0, 3)).toEqual([])
  expect(faultsOfOurs()).toEqual([])
}, 120_000)

test('5,000 random frames bring nothing down, tell nothing of ours, and leave no subscription open', async () => {
  const { below, one, words, operation, value } = createFuzz(randomFrom(seed))
  const id = () => String(below(6))
  const quietly = 'subscription { silence { name } }'
  const frame = (): string => {
    switch (below(12)) {
      case 0:
      case 1:
      case 2:
        return JSON.stringify({ id: id(), type: 'complete' })
      case 3:
        return JSON.stringify({ type: 'ping', payload: one<unknown>([{}, { authorization: words() }, { x: value() }]) })
      case 4:
        return JSON.stringify({ type: 'pong' })
      case 5:
        return below(3) === 0
          ? one([
              words(),
              JSON.stringify(value()),
              JSON.stringify({
                id: id(),
                type: one(['next', 'error', 'connection_init', 'connection_ack', 'start', words()]),
                payload: value(),
              }),
            ])
          : JSON.stringify({ type: 'pong' })
      case 6:
        return JSON.stringify({
          id: id(),
          type: 'subscribe',
          payload: { query: operation(), variables: below(4) === 0 ? value() : {}, operationName: one(['A', null]) },
        })
      case 7:
      case 8:
        return JSON.stringify({ id: `q${below(1_000_000)}`, type: 'subscribe', payload: { query: quietly } })
      default:
        return JSON.stringify({ id: `o${below(1_000_000)}`, type: 'subscribe', payload: { query: operation() } })
    }
  }
  const bad: unknown[] = []
  for (let sent = 0; sent < 5_000;) {
    const environment = below(2)
    const client = await openSocket(gateways[environment]?.url ?? '', undefined, { 'x-forwarded-proto': 'https' })
    await client.acknowledged()
    for (let i = 0; i < 50; i++, sent++) client.send(frame())
    client.send({ type: 'ping', payload: { last: true } })
    const last = await Promise.race([
      client.closed,
      client.frame(({ payload }) => JSON.stringify(payload) === '{"last":true}'),
    ])
    if ('code' in last && (last.code === 4500 || last.code === 1006 || last.code === 1011)) bad.push(last)
    client.socket.terminate()
    await client.closed
    bad.push(...client.frames.filter((one) => isLeak(JSON.stringify(one), environment)))
  }
  expect(faultsOfOurs()).toEqual([])
  expect(bad.slice(0, 3)).toEqual([])
  expect(everQuiet).toBeGreaterThan(50)
  await until(() => quiet === 0)
  for (const { post } of gateways)
    expect((await post({ query: '{ __typename }' }, { 'x-forwarded-proto': 'https' })).status).toBe(200)
}, 120_000)

const faultsOfOurs = () =>
  gateways.flatMap(({ logged }) => logged.filter((line) => line.includes('"level":50'))).slice(0, 3)
