import { describe, expect, test } from 'vitest'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket } from '../testing/transport-socket.ts'
import { createLoadLimit, type LoadOptions } from './load-limit.ts'

const limitOf = (options: Partial<LoadOptions>) => createLoadLimit(createMetrics(), options)

describe('the bound of requests under way', () => {
  test('lets one more in when one has ended', async () => {
    const limit = limitOf({ first: 1, patienceMs: 10_000 })
    const end = await limit.enter('a')
    let hasEntered = false
    const second = limit.enter('a').then((leave) => {
      hasEntered = true
      return leave
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(hasEntered).toBe(false)
    end()
    await second
    expect(hasEntered).toBe(true)
  })

  test('turns away who would wait too long, and says when to come back', async () => {
    const limit = limitOf({ first: 1, patienceMs: 10 })
    await limit.enter('a')
    await expect(limit.enter('a')).rejects.toMatchObject({ code: 'UNAVAILABLE', extensions: { retryAfterMs: 1_000 } })
  })

  test('turns the oldest away where more wait than may', async () => {
    const limit = limitOf({ first: 1, patienceMs: 10_000, mostWaiting: 1 })
    const end = await limit.enter('a')
    const oldest = limit.enter('a')
    const newest = limit.enter('a')
    await expect(oldest).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    end()
    await expect(newest).resolves.toBeInstanceOf(Function)
  })

  test('has callers take turns: who asks for much waits for himself', async () => {
    const limit = limitOf({ first: 1, patienceMs: 10_000 })
    const end = await limit.enter('loud')
    const order: string[] = []
    const enter = (key: string) =>
      limit.enter(key).then((leave) => {
        order.push(key)
        leave()
      })
    const all = [enter('loud'), enter('loud'), enter('loud'), enter('quiet')]
    end()
    await Promise.all(all)
    expect(order).toEqual(['loud', 'quiet', 'loud', 'loud'])
  })

  test('falls while answers are slow, and grows while they are quick and more are wanted', async () => {
    let now = 0
    const metrics = createMetrics()
    const limit = createLoadLimit(metrics, { first: 10, least: 4, patienceMs: 10_000, now: () => now })
    const current = async () => Number(/graphmemory_load_limit (\d+)/.exec(await metrics.registry.metrics())?.[1])
    /** So many at once, each of which takes so long. */
    const round = async (count: number, tookMs: number) => {
      const entered = Array.from({ length: count }, () => limit.enter('a'))
      now += tookMs
      await Promise.all(entered.map(async (turn) => (await turn)()))
    }
    await round(5, 1_000)
    expect(await current()).toBeLessThan(10)
    for (let n = 0; n < 20; n++) await round(5, 1_000)
    expect(await current()).toBe(4)
    await round(2, 100)
    await round(2, 100)
    expect(await current()).toBe(4) // nobody waited
    for (let n = 0; n < 20; n++) await round(30, 100)
    expect(await current()).toBeGreaterThan(10)
  })

  test('is not held by what waits for something else', async () => {
    const limit = limitOf({ first: 1, patienceMs: 10_000, occupiesMs: 10 })
    await limit.enter('a')
    await expect(limit.enter('a')).resolves.toBeInstanceOf(Function)
  })
})

test('what is too much is told so with 503 over HTTP and with an error over a socket, and the rest is answered', async () => {
  const held = Promise.withResolvers<void>()
  let asked = 0
  const graph = testGraph({
    slow: {
      sdl: 'type Query { one: Int }',
      resolvers: {
        Query: {
          one: async () => {
            asked++
            await held.promise
            return 1
          },
        },
      },
    },
  })
  await using running = await startGateway(graph, {}, { load: { first: 1, patienceMs: 20 } })
  const query = { query: '{ one }' }
  const first = running.post(query)
  while (asked === 0) await new Promise((resolve) => setImmediate(resolve))
  const second = await running.post(query)
  expect(second.status).toBe(503)
  expect(second.headers.get('retry-after')).toBe('1')
  expect(second.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', retryAfterMs: 1_000 } }])
  const client = await openSocket(running.url)
  await client.acknowledged()
  client.subscribe('q', '{ one }')
  expect((await client.nextOf('q')).payload).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] })
  held.resolve()
  expect((await first).data).toEqual({ one: 1 })
  expect((await running.post(query)).data).toEqual({ one: 1 })
  client.close()
})
