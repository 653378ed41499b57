import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import { createEventQueue, type EventQueue } from '@graphmemory/service/event-queue.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket, until } from '../testing/transport-socket.ts'

type News = {
  readonly news: { readonly text: string; readonly by: { readonly __typename: 'User'; readonly id: string } }
}

/** The subscriptions that are open at the subgraph, and how many ever were. */
const open = new Set<EventQueue<News>>()
let opened = 0
const newsFrom = (text: string): News => ({ news: { text, by: { __typename: 'User', id: 'u1' } } })

const graph = testGraph({
  users: {
    sdl: 'type Query { one: Int } type User @key(fields: "id") { id: ID! name: String! }',
    resolvers: { User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name of ${id}` }) } },
  },
  news: {
    sdl: `type Query { two: Int } type Subscription { news(after: Int): News }
      type News { text: String! by: User! } type User @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Subscription: {
        news: {
          subscribe: () => {
            opened++
            const queue = createEventQueue<News>(1_000, () => newsFrom('overflow'))
            open.add(queue)
            return queue.iterate(() => open.delete(queue))
          },
        },
      },
    },
  },
})
const publish = (text: string) => {
  for (const queue of open) queue.push(newsFrom(text))
}

/** An unsigned token that our authentication of tests believes: who, in which tenant, until when. */
const token = (userId: string, expiresInMs = 60_000) =>
  `Bearer h.${Buffer.from(JSON.stringify({ sub: userId, exp: (Date.now() + expiresInMs) / 1_000 })).toString('base64url')}.s`
const revoked = new Set<string>()
const authenticate: Authenticate = async (bearer, request) => {
  if (bearer === undefined) return { kind: 'anonymous', request }
  const { sub } = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as { sub: string }
  if (revoked.has(sub)) throw new ClientError('UNAUTHENTICATED', 'The token is not valid (any more)')
  return {
    kind: 'user',
    userId: sub,
    sessionId: `ses_${sub}`,
    tenantId: 'ten_1',
    role: 'owner',
    permissionVersion: 1,
    request,
  }
}

let bus: EventBus
let running: Awaited<ReturnType<typeof startGateway>>
beforeEach(async () => {
  revoked.clear()
  open.clear()
  opened = 0
  bus = createInProcessEventBus(createLog({ level: 'silent', name: 'test' }))
  running = await startGateway(graph, { CONNECTIONS_PER_CALLER: '3' }, { authenticate, events: bus })
})
afterEach(() => running[Symbol.asyncDispose]())

const subscription = 'subscription { news { text by { name } } }'
async function listen(user: string, query = subscription) {
  const client = await openSocket(running.url, token(user))
  await client.acknowledged()
  client.subscribe('s', query)
  return client
}

/** Waits until so many clients listen. */
async function listening(count: number): Promise<void> {
  const isSo = async () =>
    (await (await fetch(`${running.url}/metrics`)).text()).includes(`graphmemory_subscription_members ${count}\n`)
  while (!(await isSo()));
}

describe('the hub', () => {
  test('opens one stream for all who may share it, and each gets every event once', async () => {
    const clients = await Promise.all([listen('ada'), listen('ada'), listen('ada')])
    clients[0]?.subscribe('again', subscription)
    await listening(4)
    publish('first')
    for (const client of clients) {
      expect((await client.nextOf('s')).payload).toEqual({
        data: { news: { text: 'first', by: { name: 'name of u1' } } },
      })
    }
    await clients[0]?.nextOf('again')
    expect(opened).toBe(1)
    expect(graph.calls.filter(({ query }) => query.includes('_entities'))).toHaveLength(1)
    for (const client of clients) client.close()
  })

  test('shares nothing between callers', async () => {
    const [ada, grace] = await Promise.all([listen('ada'), listen('grace')])
    await listening(2)
    expect(open.size).toBe(2)
    ada.close()
    grace.close()
  })

  test('shares nothing with who resumes in the past', async () => {
    const clients = await Promise.all([
      listen('ada', 'subscription { news(after: 1) { text } }'),
      listen('ada', 'subscription { news(after: 1) { text } }'),
    ])
    await listening(2)
    expect(open.size).toBe(2)
    for (const client of clients) client.close()
  })

  test('ends a quiet stream at the subgraph when the last listener goes, by complete or by leaving', async () => {
    const [one, two] = await Promise.all([listen('ada'), listen('ada')])
    await listening(2)
    one.send({ id: 's', type: 'complete' })
    await listening(1)
    expect(open.size).toBe(1)
    two.socket.terminate()
    await until(() => open.size === 0)
    one.close()
  })

  test('sends a client that does not read away, and goes on for the others', async () => {
    const [slow, quick] = await Promise.all([listen('ada'), listen('ada')])
    await listening(2)
    slow.socket.pause()
    const text = 'x'.repeat(400_000)
    for (let sent = 0; sent < 60; sent++) {
      publish(text)
      await quick.nextOf('s', sent)
    }
    slow.socket.resume()
    expect((await slow.closed).code).toBe(1013)
    expect(slow.frames.filter(({ type }) => type === 'next').length).toBeLessThan(60)
    publish('last')
    await quick.nextOf('s', 60)
    quick.close()
  })
})

describe('who is behind a socket', () => {
  test('news of a revocation closes it within a second, and ends its streams', async () => {
    const [ada, grace] = await Promise.all([listen('ada'), listen('grace')])
    await until(() => open.size === 2)
    const from = performance.now()
    revoked.add('ada')
    bus.publish('identity.changed', { sessionId: 'ses_ada' })
    expect((await ada.closed).code).toBe(4403)
    expect(performance.now() - from).toBeLessThan(1_000)
    await until(() => open.size === 1)
    expect(grace.socket.readyState).toBe(grace.socket.OPEN)
    grace.close()
  })

  test('a token that expires closes it', async () => {
    const client = await openSocket(running.url, token('ada', 150))
    expect(await client.closed).toEqual({ code: 4403, reason: 'Token expired' })
  })

  test('a new token of the same caller keeps it open', async () => {
    const client = await openSocket(running.url, token('ada', 200))
    await client.acknowledged()
    client.send({ type: 'ping', payload: { authorization: token('ada') } })
    await client.frame(({ type }) => type === 'pong')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(client.socket.readyState).toBe(client.socket.OPEN)
    client.close()
  })

  test('a new token of somebody else closes it', async () => {
    const client = await openSocket(running.url, token('ada'))
    await client.acknowledged()
    client.send({ type: 'ping', payload: { authorization: token('grace') } })
    expect((await client.closed).code).toBe(4403)
  })

  test('a caller may have so many and no more', async () => {
    const clients = await Promise.all([
      openSocket(running.url, token('ada')),
      openSocket(running.url, token('ada')),
      openSocket(running.url, token('ada')),
    ])
    await Promise.all(clients.map((client) => client.acknowledged()))
    const fourth = await openSocket(running.url, token('ada'))
    expect((await fourth.closed).code).toBe(1013)
    for (const client of clients) client.close()
  })

  test('pages of unknown origins are refused', async () => {
    await using staging = await startGateway(
      graph,
      { GM_ENV: 'staging', CORS_ORIGINS: 'https://app.test' },
      { authenticate },
    )
    const { WebSocket } = await import('ws')
    const statusOf = (origin: string) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${staging.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin })
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
        socket.once('open', () => {
          socket.close()
          resolve(101)
        })
      })
    expect(await statusOf('https://evil.test')).toBe(403)
    expect(await statusOf('https://app.test')).toBe(101)
  })
})

describe('frames that nobody should send', () => {
  const cases: Readonly<Record<string, { readonly message: string; readonly code: number }>> = {
    'no JSON': { message: '{', code: 4400 },
    'an unknown type': { message: '{"type":"start"}', code: 4400 },
    'a subscribe without a payload': { message: '{"id":"1","type":"subscribe"}', code: 4400 },
    'what only a server sends': { message: '{"id":"1","type":"next","payload":{}}', code: 4400 },
    'a second connection_init': { message: '{"type":"connection_init"}', code: 4429 },
    'more than a request may have': {
      message: JSON.stringify({ id: '1', type: 'subscribe', payload: { query: `# ${'x'.repeat(200_000)}` } }),
      code: 1009,
    },
  }
  for (const [title, { message, code }] of Object.entries(cases)) {
    test(`${title} closes the socket`, async () => {
      const client = await openSocket(running.url, token('ada'))
      await client.acknowledged()
      client.send(message)
      expect((await client.closed).code).toBe(code)
    })
  }
})
