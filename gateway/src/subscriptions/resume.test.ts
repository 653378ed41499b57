import { generateKeyPairSync } from 'node:crypto'
import { parse } from 'graphql'
import type { JSONWebKeySet } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { createEventQueue } from '@graphmemory/service/event-queue.ts'
import { createHttpSource } from '@graphmemory/service/http-source.ts'
import { serveSubgraph, type Served } from '@graphmemory/service/serve-subgraph.ts'
import type { SubgraphRequest } from '@graphmemory/service/subgraph-source.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket } from '../testing/transport-socket.ts'
import { resumePlanOf } from './resume-plan.ts'
import { createGraphState } from '../planning/graph-state.ts'

/** A log whose entries can be read from any place on, and news that is gone once it was told. */
const entries: string[] = []
const listeners = new Set<() => void>()
const add = (text: string) => {
  entries.push(text)
  for (const listener of listeners) listener()
}
function entriesAfter(after: number) {
  const queue = createEventQueue<{ entries: { seq: number; text: string } }>(100, () => ({ entries: { seq: -1, text: '' } })) // prettier-ignore
  let read = after
  const push = () => {
    for (; read < entries.length; read++) queue.push({ entries: { seq: read + 1, text: entries[read] ?? '' } })
  }
  push()
  listeners.add(push)
  return queue.iterate(() => listeners.delete(push))
}
function newsFromNow() {
  const queue = createEventQueue<{ news: string }>(100, () => ({ news: 'overflow' }))
  const push = () => queue.push({ news: entries.at(-1) ?? '' })
  listeners.add(push)
  return queue.iterate(() => listeners.delete(push))
}

const graph = testGraph({
  log: {
    sdl: `type Query { one: Int } type Subscription { entries(after: Int!, of: String): Entry! news: String }
      type Entry { seq: Int! text: String! }`,
    resolvers: {
      Query: { one: () => 1 },
      Subscription: {
        entries: { subscribe: (_: unknown, { after }: { after: number }) => entriesAfter(after) },
        news: { subscribe: newsFromNow },
      },
    },
  },
})

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const trustedKeys: JSONWebKeySet = {
  keys: [{ ...publicKey.export({ format: 'jwk' }), kty: 'OKP', kid: 'k', alg: 'EdDSA' }],
}
const log = createLog({ level: 'silent', name: 'test' })
/** What the subgraph was asked to open. */
const opened: SubgraphRequest[] = []
let isRefusing = false

/** The subgraph as a process of its own would serve it. */
function serve(port = 0): Promise<Served> {
  const source = graph.sources.get('log')
  if (source === undefined) throw new Error('no log')
  const subscribe = async (request: SubgraphRequest) => {
    if (isRefusing) return { errors: [new ClientError('FORBIDDEN', 'No more')] }
    opened.push(request)
    return source.subscribe(request)
  }
  const subgraph = { ...source, subscribe, routes: [], sockets: [], health: async () => ({}) }
  return serveSubgraph(
    { ...subgraph, [Symbol.asyncDispose]: async () => undefined },
    { host: '127.0.0.1', port, trustedKeys, log, metrics: createMetrics() },
  )
}

let served: Served
let running: Awaited<ReturnType<typeof startGateway>>
let source: ReturnType<typeof createHttpSource>
beforeEach(async () => {
  entries.length = 0
  opened.length = 0
  isRefusing = false
  served = await serve()
  source = createHttpSource({
    name: 'log',
    endpoints: createEndpoints([served.url]),
    signer: { issuer: 'gateway', keyId: 'k', privateKey },
  })
  running = await startGateway({ ...graph, sources: new Map([['log', source]]) })
})
afterEach(async () => {
  await running[Symbol.asyncDispose]()
  await source[Symbol.asyncDispose]()
  await served[Symbol.asyncDispose]()
})

/** The subgraph goes, something happens, and it is there again. */
async function restart(meanwhile: () => void = () => undefined): Promise<void> {
  const { port } = new URL(served.url)
  await served[Symbol.asyncDispose]()
  meanwhile()
  served = await serve(Number(port))
}
async function listen(query: string, variables = {}) {
  const client = await openSocket(running.url)
  await client.acknowledged()
  client.subscribe('s', query, variables)
  return client
}

describe('a subscription whose subgraph restarts', () => {
  test('goes on after the last event where its field can: nothing is missed and nothing told twice', async () => {
    add('one')
    const client = await listen('subscription ($from: Int!) { entries(after: $from) { text } }', { from: 0 })
    expect((await client.nextOf('s')).payload).toEqual({ data: { entries: { text: 'one' } } })
    await restart(() => add('two'))
    expect((await client.nextOf('s', 1)).payload).toEqual({ data: { entries: { text: 'two' } } })
    await restart(() => add('three'))
    add('four')
    expect((await client.nextOf('s', 2)).payload).toEqual({ data: { entries: { text: 'three' } } })
    expect((await client.nextOf('s', 3)).payload).toEqual({ data: { entries: { text: 'four' } } })
    expect(opened.map(({ variables }) => variables?.['gm__after'])).toEqual([0, 1, 2])
    client.close()
  })

  test('is told of a gap where it cannot, and goes on', async () => {
    const client = await listen('subscription { news }')
    while (listeners.size === 0) await new Promise((resolve) => setImmediate(resolve))
    add('one')
    expect((await client.nextOf('s')).payload).toEqual({ data: { news: 'one' } })
    await restart(() => add('missed'))
    expect((await client.nextOf('s', 1)).payload).toEqual({
      data: null,
      extensions: { gap: { since: expect.stringMatching(/^\d{4}-.*Z$/) } },
    })
    while (listeners.size === 0) await new Promise((resolve) => setImmediate(resolve))
    add('two')
    expect((await client.nextOf('s', 2)).payload).toEqual({ data: { news: 'two' } })
    client.close()
  })

  test('ends with the refusal where it is refused now', async () => {
    const client = await listen('subscription { news }')
    while (listeners.size === 0) await new Promise((resolve) => setImmediate(resolve))
    await restart(() => (isRefusing = true))
    await client.frame(({ type }) => type === 'complete' || type === 'error')
    expect(JSON.stringify(client.frames)).toContain('FORBIDDEN')
    client.close()
  })

  test('is not opened again for somebody who has left', async () => {
    const client = await listen('subscription { news }')
    while (listeners.size === 0) await new Promise((resolve) => setImmediate(resolve))
    await restart(() => client.socket.terminate())
    await client.closed
    const other = await listen('subscription { entries(after: 0) { seq } }')
    add('one')
    await other.nextOf('s')
    expect(opened.map(({ query }) => query.includes('news'))).toEqual([true, false])
    other.close()
  })
})

test('a plan to resume keeps what else the client asks for, and declares no variable that is used no more', () => {
  const { supergraphSchema } = createGraphState(graph.supergraphSdl)
  const query = 'subscription S($after: Int!, $of: String) { mine: entries(after: $after, of: $of) { words: text } }'
  const plan = resumePlanOf(supergraphSchema, { query })
  expect(parse(plan?.query ?? '', { noLocation: true })).toEqual(
    parse(
      `subscription S($of: String, $gm__after: Int!) {
        mine: entries(of: $of, after: $gm__after) { words: text gm__seq: seq }
      }`,
      { noLocation: true },
    ),
  )
  expect(plan?.first({ after: 7 })).toBe(7)
  expect(plan?.placeOf({ data: { mine: { words: '', gm__seq: 9 } } })).toBe(9)
  expect(resumePlanOf(supergraphSchema, { query: 'subscription { news }' })).toBe(undefined)
})
