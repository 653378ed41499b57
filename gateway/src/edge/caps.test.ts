import { afterEach, describe, expect, test } from 'vitest'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import { createEventQueue } from '@graphmemory/service/event-queue.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket } from '../testing/transport-socket.ts'

const graph = testGraph({
  ticks: {
    sdl: 'type Query { one: Int } type Subscription { ticks(of: Int): Int }',
    resolvers: {
      Query: { one: () => 1 },
      Subscription: {
        ticks: {
          subscribe: () => createEventQueue<{ ticks: number }>(10, () => ({ ticks: -1 })).iterate(() => undefined),
        },
      },
    },
  },
})

/** Who calls is in the token: `user@tenant`. */
const authenticate: Authenticate = async (bearer, request) => {
  const [userId = '', tenantId = ''] = (bearer ?? '').split('@')
  return { kind: 'user', userId, tenantId, sessionId: 'ses', role: 'owner', permissionVersion: 1, request }
}

let running: Awaited<ReturnType<typeof startGateway>>
afterEach(() => running[Symbol.asyncDispose]())
const start = async (env: Readonly<Record<string, string>>) => {
  running = await startGateway(graph, env, { authenticate })
}
const connect = async (who: string) => {
  const client = await openSocket(running.url, `Bearer ${who}`)
  await client.acknowledged()
  return client
}
type Client = Awaited<ReturnType<typeof connect>>

/** The code of the refusal that a subscription was answered with, or `undefined` where it listens. */
async function listen(client: Client, id: string): Promise<unknown> {
  const before = await members()
  client.subscribe(id, 'subscription ($of: Int) { ticks(of: $of) }', { of: Number(id) })
  const refusal = client.frame((frame) => frame.id === id && (frame.type === 'next' || frame.type === 'error'))
  const listens = (async () => {
    while ((await members()) === before);
  })()
  const frame = await Promise.race([refusal, listens])
  if (frame === undefined) return undefined
  const payload = frame.payload as { errors?: unknown } | readonly unknown[]
  const [error] = (Array.isArray(payload) ? payload : 'errors' in payload ? payload.errors : []) as {
    extensions: { code: string; retryAfterMs: number }
  }[]
  expect(error?.extensions.retryAfterMs).toBeGreaterThan(0)
  return error?.extensions.code
}
const metrics = async () => (await fetch(`${running.url}/metrics`)).text()
const members = async () => /graphmemory_subscription_members (\d+)/.exec(await metrics())?.[1]

describe('sockets', () => {
  test.each([
    ['caller', { CONNECTIONS_PER_CALLER: '2' }, 'ada@a', 'ada@b'],
    ['tenant', { CONNECTIONS_PER_TENANT: '2' }, 'grace@a', 'grace@b'],
  ])('a %s may have so many: one more is sent away with 1013, another is served', async (holder, env, same, other) => {
    await start(env)
    const clients = [await connect('ada@a'), await connect('ada@a')]
    const refused = await openSocket(running.url, `Bearer ${same}`)
    expect(await refused.closed).toEqual({
      code: 1013,
      reason: `Too many connections of this ${holder}; try again later`,
    })
    expect(await metrics()).toContain(`graphmemory_cap_refusals_total{what="connections",holder="${holder}"} 1`)
    clients.push(await connect(other))

    clients[0]?.close()
    await clients[0]?.closed
    clients.push(await connect(same))
    for (const client of clients) client.close()
  })

  test('an address may have so many, whoever calls', async () => {
    await start({ CONNECTIONS_PER_ADDRESS: '2' })
    const clients = [await connect('ada@a'), await connect('grace@b')]
    const refused = await openSocket(running.url, 'Bearer eve@c')
    expect(await refused.closed).toEqual({
      code: 1013,
      reason: 'Too many connections of this address; try again later',
    })
    for (const client of clients) client.close()
  })
})

describe('subscriptions', () => {
  test('a socket may run so many; what ends makes room', async () => {
    await start({ OPERATIONS_PER_SOCKET: '2' })
    const ada = await connect('ada@a')
    expect([await listen(ada, '1'), await listen(ada, '2'), await listen(ada, '3')]).toEqual([
      undefined,
      undefined,
      'RATE_LIMITED',
    ])
    ada.send({ id: '1', type: 'complete' })
    expect(await listen(ada, '4')).toBe(undefined)
    ada.close()
  })

  test.each([
    ['caller', { SUBSCRIPTIONS_PER_CALLER: '2' }, 'ada@a', ['grace@a']],
    ['tenant', { SUBSCRIPTIONS_PER_TENANT: '2' }, 'grace@a', ['grace@b']],
    ['address', { SUBSCRIPTIONS_PER_ADDRESS: '2' }, 'eve@c', []],
  ])(
    'a %s may have so many over all sockets, and the socket of one more stays open',
    async (holder, env, same, others) => {
      await start(env)
      const first = await connect('ada@a')
      expect([await listen(first, '1'), await listen(first, '2')]).toEqual([undefined, undefined])
      const second = await connect(same)
      expect(await listen(second, '3')).toBe('RATE_LIMITED')
      expect(await metrics()).toContain(`graphmemory_cap_refusals_total{what="subscriptions",holder="${holder}"} 1`)
      for (const other of others) {
        const third = await connect(other)
        expect(await listen(third, '4')).toBe(undefined)
        third.close()
      }
      first.close()
      while (Number(await members()) > 0);
      expect(await listen(second, '5')).toBe(undefined)
      second.close()
    },
  )

  test('streams of events count with those of sockets', async () => {
    await start({ SUBSCRIPTIONS_PER_CALLER: '1' })
    const ada = await connect('ada@a')
    expect(await listen(ada, '1')).toBe(undefined)
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer ada@a' },
      body: JSON.stringify({ query: 'subscription { ticks }' }),
    })
    expect(await response.text()).toContain('"code":"RATE_LIMITED"')
    ada.close()
  })
})
