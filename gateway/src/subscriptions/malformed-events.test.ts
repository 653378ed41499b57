import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { BrokenOffError } from '@graphmemory/service/broken-off.ts'
import { createEndpoints } from '@graphmemory/service/endpoints.ts'
import { createEventQueue } from '@graphmemory/service/event-queue.ts'
import { createHttpSource } from '@graphmemory/service/http-source.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket, until } from '../testing/transport-socket.ts'
import { unbrokenStream, type Stream } from './unbroken-stream.ts'

const graph = testGraph({
  log: {
    sdl: `type Query { one: Int } type Subscription { entries(after: Int!): Entry! news: String! }
      type Entry { seq: Int! text: String! }`,
  },
})

/** A subgraph that sends what it is told to, whether it makes sense or not. */
type Opened = { readonly id: string; readonly socket: WebSocket; readonly query: string }
const opened: Opened[] = []
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' })
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const {
      type,
      id = '',
      payload,
    } = JSON.parse(data.toString()) as {
      readonly type: string
      readonly id?: string
      readonly payload: { readonly query: string }
    }
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
    if (type === 'subscribe') opened.push({ id, socket, query: payload.query })
  })
})
const openedAt = async (field: string, nth = 0): Promise<Opened> => {
  const found = () => opened.filter(({ query }) => query.includes(field))[nth]
  await until(() => found() !== undefined)
  return found() ?? Promise.reject(new Error('never opened'))
}
const send = ({ id, socket }: Opened, payload: unknown) => socket.send(JSON.stringify({ id, type: 'next', payload }))

let running: Awaited<ReturnType<typeof startGateway>>
let source: ReturnType<typeof createHttpSource>
beforeAll(async () => {
  if (server.address() === null) await once(server, 'listening')
  source = createHttpSource({
    name: 'log',
    endpoints: createEndpoints([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]),
    signer: { issuer: 'gateway', keyId: 'k', privateKey: generateKeyPairSync('ed25519').privateKey },
  })
  running = await startGateway({ ...graph, sources: new Map([['log', source]]) })
})
afterAll(async () => {
  await running[Symbol.asyncDispose]()
  await source[Symbol.asyncDispose]()
  server.close()
})
beforeEach(() => (opened.length = 0))

async function listen() {
  const client = await openSocket(running.url)
  await client.acknowledged()
  client.subscribe('entries', 'subscription { entries(after: 0) { text } }')
  client.subscribe('news', 'subscription { news }')
  return { client, entries: await openedAt('entries'), news: await openedAt('news') }
}
const unreadable = [
  { message: 'The log service sent an event that cannot be read', extensions: { code: 'UNAVAILABLE' } },
]

test('an event that is no result is answered by an error, and both its subscription and others go on', async () => {
  const { client, entries, news } = await listen()
  send(entries, { data: 7 })
  send(entries, { data: null, errors: [{ text: 'no message' }] })
  send(entries, { data: { entries: { gm__seq: 3, text: 'three' } } })
  send(news, { data: { news: 'still here' } })
  expect((await client.nextOf('entries')).payload).toEqual({ data: null, errors: unreadable })
  expect((await client.nextOf('entries', 1)).payload).toEqual({ data: null, errors: unreadable })
  expect((await client.nextOf('entries', 2)).payload).toEqual({ data: { entries: { text: 'three' } } })
  expect((await client.nextOf('news')).payload).toEqual({ data: { news: 'still here' } })
  expect(opened).toHaveLength(2)
  client.close()
})

test('an event without a field that must be there is answered by an error at the field, and the next comes', async () => {
  const { client, entries, news } = await listen()
  send(entries, { data: { entries: { gm__seq: 1 } } })
  send(entries, { data: { entries: { gm__seq: 2, text: 'two' } } })
  send(news, {})
  send(news, { data: { news: 'two' } })
  const at = (...path: string[]) => ({ data: null, errors: [{ path, extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
  expect((await client.nextOf('entries')).payload).toMatchObject(at('entries', 'text'))
  expect((await client.nextOf('entries', 1)).payload).toEqual({ data: { entries: { text: 'two' } } })
  expect((await client.nextOf('news')).payload).toMatchObject(at('news'))
  expect((await client.nextOf('news', 1)).payload).toEqual({ data: { news: 'two' } })
  client.close()
})

test.each(['no JSON', 'null', '{"type":"nonsense"}', '{"id":"1","type":"next"}'])(
  'after a message that is none (%s) all subscriptions of the connection are opened again',
  async (message) => {
    const { client, entries } = await listen()
    send(entries, { data: { entries: { gm__seq: 1, text: 'one' } } })
    await client.nextOf('entries')
    entries.socket.send(message)
    send(await openedAt('entries', 1), { data: { entries: { gm__seq: 2, text: 'two' } } })
    send(await openedAt('news', 1), { data: { news: 'after the gap' } })
    expect((await client.nextOf('entries', 1)).payload).toEqual({ data: { entries: { text: 'two' } } })
    expect((await client.nextOf('news')).payload).toMatchObject({ data: null, extensions: { gap: {} } })
    expect((await client.nextOf('news', 1)).payload).toEqual({ data: { news: 'after the gap' } })
    client.close()
  },
)

test('a stream that breaks off whenever it is opened ends with the error, and is not opened for ever', async () => {
  const broken = () => Object.assign(new ClientError('UNAVAILABLE', 'away'), { cause: new BrokenOffError('lost') })
  const breaking = (): Stream => {
    const queue = createEventQueue(1, () => ({ errors: [broken()] }))
    queue.push({ errors: [broken()] })
    return queue.iterate(() => undefined)
  }
  const events = unbrokenStream(breaking(), {
    reopen: async () => breaking(),
    isGapless: true,
    patience: { firstMs: 1, longestMs: 10_000, giveUpMs: 20 },
  })
  expect(await events.next()).toMatchObject({ value: { errors: [{ message: 'away' }] } })
  expect(await events.next()).toEqual({ done: true, value: undefined })
})
