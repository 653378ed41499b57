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

  describe('where the machine is busy', () => {
    /** So many requests of each at once, every 100 ms for some seconds; gives back how many of each are under way at the end. */
    const held = async (busy: number, asking: Readonly<Record<string, number>>) => {
      let now = 0
      const limit = limitOf({ first: 100, least: 100, patienceMs: 10_000, busyShare: () => busy, now: () => now })
      const under: { readonly key: string; readonly leave: () => void }[] = []
      for (let round = 0; round < 50; round++) {
        for (const { leave } of under.splice(0)) leave()
        now += 100
        for (const [key, count] of Object.entries(asking))
          for (let n = 0; n < count; n++)
            void limit.enter(key).then(
              (leave) => under.push({ key, leave }),
              () => undefined,
            )
        await new Promise((resolve) => setImmediate(resolve))
      }
      const result = Object.fromEntries(
        Object.keys(asking).map((key) => [key, under.filter((one) => one.key === key).length]),
      )
      while (under.length > 0) {
        for (const { leave } of under.splice(0)) leave()
        await new Promise((resolve) => setImmediate(resolve))
      }
      return result
    }

    test('who asks for much more than the others has one at a time, and the others have all that they ask for', async () => {
      expect(await held(1, { loud: 20, quiet: 4, other: 4 })).toEqual({ loud: 1, quiet: 4, other: 4 })
    })

    test('whoever is alone, or asks for as much as the others, has all', async () => {
      expect(await held(1, { alone: 20 })).toEqual({ alone: 20 })
      expect(await held(1, { one: 10, other: 10 })).toEqual({ one: 10, other: 10 })
    })

    test('but where it is not busy, everybody has all', async () => {
      expect(await held(0.5, { loud: 20, quiet: 4, other: 4 })).toEqual({ loud: 20, quiet: 4, other: 4 })
    })
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
