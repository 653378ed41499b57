import { describe, expect, test, vi } from 'vitest'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import type { EventBus } from './event-bus.ts'
import { openEventBus } from './open-event-bus.ts'

const log = createLog({ name: 'test', level: 'silent' })
const redisUrl = process.env['TEST_REDIS_URL']

const buses: [string, string | undefined][] = [['in one process', undefined]]
if (redisUrl !== undefined) buses.push(['over Redis', redisUrl])

/** Waits for the news published so far: a bus delivers in order, so a marker comes last. */
async function settled(bus: EventBus) {
  let arrived = false
  await using _ = await bus.subscribe('audit.recorded', () => {
    arrived = true
  })
  bus.publish('audit.recorded', { tenantId: 'marker' })
  await vi.waitFor(() => expect(arrived).toBe(true))
}

describe.each(buses)('an event bus %s', (_, url) => {
  test('brings news to every listener of its topic, in order, and to no other', async () => {
    await using bus = await openEventBus(url, log)
    const first: number[] = []
    const second: number[] = []
    const other: unknown[] = []
    await bus.subscribe('graph.committed', ({ seq }) => void first.push(seq))
    await bus.subscribe('graph.committed', ({ seq }) => void second.push(seq))
    await bus.subscribe('identity.changed', (payload) => void other.push(payload))
    for (let seq = 1; seq <= 100; seq++) bus.publish('graph.committed', { tenantId: 't', seq })
    await settled(bus)
    const all = Array.from({ length: 100 }, (__, i) => i + 1)
    expect([first, second, other]).toEqual([all, all, []])
  })

  test('stops at the end of a subscription and keeps the others', async () => {
    await using bus = await openEventBus(url, log)
    const ended: number[] = []
    const kept: number[] = []
    const subscription = await bus.subscribe('graph.committed', ({ seq }) => void ended.push(seq))
    await bus.subscribe('graph.committed', ({ seq }) => void kept.push(seq))
    await subscription[Symbol.asyncDispose]()
    bus.publish('graph.committed', { tenantId: 't', seq: 1 })
    await settled(bus)
    expect([ended, kept]).toEqual([[], [1]])
  })

  test('a listener that throws does not keep the others from the news', async () => {
    await using bus = await openEventBus(url, log)
    const heard: number[] = []
    await bus.subscribe('graph.committed', () => {
      throw new Error('a broken listener')
    })
    await bus.subscribe('graph.committed', async () => {
      throw new Error('a broken asynchronous listener')
    })
    await bus.subscribe('graph.committed', ({ seq }) => void heard.push(seq))
    bus.publish('graph.committed', { tenantId: 't', seq: 7 })
    await settled(bus)
    expect(heard).toEqual([7])
  })
})

test.skipIf(redisUrl === undefined)('news crosses from one process to another over Redis', async () => {
  await using here = await openEventBus(redisUrl, log)
  await using there = await openEventBus(redisUrl, log)
  const heard: number[] = []
  await there.subscribe('graph.committed', ({ seq }) => void heard.push(seq))
  here.publish('graph.committed', { tenantId: 't', seq: 3 })
  await vi.waitFor(() => expect(heard).toEqual([3]))
})

test.skipIf(redisUrl === undefined)(
  'a subscription that Redis could not confirm in time is made all the same',
  async () => {
    await using bus = await openEventBus(redisUrl, log)
    const heard: number[] = []
    const subscribing = bus.subscribe('graph.committed', ({ seq }) => void heard.push(seq))
    const busyUntil = Date.now() + 400
    while (Date.now() < busyUntil); // longer than a command may take
    await subscribing
    await vi.waitFor(() => {
      bus.publish('graph.committed', { tenantId: 't', seq: 5 })
      expect(heard).toContain(5)
    })
  },
)

test('without Redis a bus opens at once, says that it is not healthy and still serves its own process', async () => {
  await using bus = await openEventBus('redis://127.0.0.1:1', log)
  const heard: number[] = []
  await bus.subscribe('graph.committed', ({ seq }) => void heard.push(seq))
  bus.publish('graph.committed', { tenantId: 't', seq: 9 })
  await vi.waitFor(() => expect(heard).toEqual([9]))
  expect(bus.isHealthy()).toBe(false)
})
