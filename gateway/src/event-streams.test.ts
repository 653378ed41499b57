import { afterEach, beforeEach, expect, test } from 'vitest'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { createEventQueue, type EventQueue } from '@graphmemory/service/event-queue.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { authenticateAda, startGateway } from './testing/start-gateway.ts'
import { testGraph } from './testing/test-graph.ts'
import { until } from './testing/transport-socket.ts'

const open = new Set<EventQueue<{ readonly ticks: number }>>()
let mutated = 0
const graph = testGraph({
  one: {
    sdl: 'type Query { one: Int } type Mutation { one: Int } type Subscription { ticks(of: Int): Int }',
    resolvers: {
      Query: { one: () => 1 },
      Mutation: { one: () => ++mutated },
      Subscription: {
        ticks: {
          subscribe: () => {
            const queue = createEventQueue<{ readonly ticks: number }>(100, () => ({ ticks: -1 }))
            open.add(queue)
            return queue.iterate(() => open.delete(queue))
          },
        },
      },
    },
  },
})
const tick = (ticks: number) => {
  for (const queue of open) queue.push({ ticks })
}

let bus: EventBus
let isRevoked = false
let scopes: readonly string[] = []
let asked = 0
let running: Awaited<ReturnType<typeof startGateway>>
beforeEach(async () => {
  isRevoked = false
  scopes = ['memory:read', 'memory:manage']
  bus = createInProcessEventBus(createLog({ level: 'silent', name: 'test' }))
  running = await startGateway(
    graph,
    {},
    {
      events: bus,
      authenticate: async (bearer, request) => {
        asked += 1
        if (bearer === 'key') return { kind: 'apiKey', apiKeyId: 'key_1', tenantId: 'ten_1', scopes, request }
        if (isRevoked) throw new ClientError('UNAUTHENTICATED', 'no more')
        return authenticateAda(bearer, request)
      },
    },
  )
})
afterEach(() => running[Symbol.asyncDispose]())

const stream = (query: string, bearer = 'ada') =>
  streamOf(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query }),
  })

const streamByGet = (parameters: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>) =>
  streamOf(`${running.url}/graphql?${new URLSearchParams(parameters).toString()}`, {
    headers: { authorization: 'Bearer ada', ...headers },
  })

async function streamOf(
  url: string,
  init: Pick<RequestInit, 'method' | 'body'> & { readonly headers: Readonly<Record<string, string>> },
) {
  const leave = new AbortController()
  const headers = { accept: 'text/event-stream', ...init.headers }
  const response = await fetch(url, { ...init, headers, signal: leave.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  /** Reads until the stream says this, or ends. */
  const read = async (wanted: string): Promise<string> => {
    while (!text.includes(wanted)) {
      const part = await reader?.read()
      if (part === undefined || part.done) break
      text += part.value
    }
    return text
  }
  return { response, read, leave: () => leave.abort() }
}

test('each event of a subscription is a next event, and the stream ends at the subgraph when the client leaves', async () => {
  const client = await stream('subscription { ticks }')
  expect(client.response.headers.get('content-type')).toContain('text/event-stream')
  await until(() => open.size === 1)
  tick(1)
  tick(2)
  expect(await client.read('"ticks":2')).toBe(
    'event: next\ndata: {"data":{"ticks":1}}\n\nevent: next\ndata: {"data":{"ticks":2}}\n\n',
  )
  client.leave()
  await until(() => open.size === 0)
})

test('a subscription that its subgraph ends is completed', async () => {
  const client = await stream('subscription { ticks }')
  await until(() => open.size === 1)
  for (const queue of open) queue.end()
  expect(await client.read('complete')).toBe('event: complete\ndata:\n\n')
  open.clear()
})

test('a query is one event', async () => {
  const text = await (await stream('{ one }')).read('complete')
  expect(text).toMatch(/^event: next\ndata: \{"data":\{"one":1\}.*\}\n\nevent: complete\ndata:\n\n$/)
})

test('a GET opens a stream too, for whoever can set a header, and carries out no mutation', async () => {
  const asked = { 'apollo-require-preflight': '1' }
  const query = 'subscription ($of: Int) { ticks(of: $of) }'
  const client = await streamByGet({ query, variables: '{"of":2}' }, asked)
  await until(() => open.size === 1)
  tick(1)
  expect(await client.read('"ticks":1')).toContain('event: next\ndata: {"data":{"ticks":1}}')
  client.leave()
  await until(() => open.size === 0)
  const refusals = [
    await streamByGet({ query: '{ one }' }, {}),
    await streamByGet({ query: 'mutation { one }' }, asked),
    await streamByGet({ query: '{ one }', variables: '{' }, asked),
  ]
  for (const { read } of refusals) expect(await read('complete')).toContain('"code":"BAD_USER_INPUT"')
  expect(mutated).toBe(0)
})

test('an operation that is not valid is answered with its code', async () => {
  expect(await (await stream('{ two }')).read('complete')).toContain('GRAPHQL_VALIDATION_FAILED')
  expect(await (await stream('{')).read('complete')).toContain('GRAPHQL_PARSE_FAILED')
})

test('a key that loses a right is cut off from what it opened with it, and one that keeps its rights is not', async () => {
  const client = await stream('subscription { ticks }', 'key')
  await until(() => open.size === 1)
  const before = asked
  bus.publish('identity.changed', { tenantId: 'ten_1', userId: 'usr_other' })
  await until(() => asked > before)
  tick(1)
  expect(await client.read('"ticks":1')).toContain('"ticks":1')
  scopes = ['memory:read']
  bus.publish('identity.changed', { tenantId: 'ten_1', userId: 'usr_creator' })
  expect(await client.read('complete')).toContain('complete')
})

test('a revocation ends the stream, and so does the end of the server', async () => {
  const revoked = await stream('subscription { ticks }')
  await until(() => open.size === 1)
  isRevoked = true
  bus.publish('identity.changed', { userId: 'usr_ada' })
  expect(await revoked.read('complete')).toContain('complete')
  isRevoked = false
  const drained = await stream('subscription { ticks }')
  await until(() => open.size === 1)
  await running[Symbol.asyncDispose]()
  expect(await drained.read('complete')).toContain('complete')
  running = await startGateway(graph)
})
