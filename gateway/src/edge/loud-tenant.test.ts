import { expect, test } from 'vitest'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { randomFrom } from '@graphmemory/testing/random.ts'
import { createMemoryLimitStore } from './limit-store.ts'
import { createLoadLimit } from './load-limit.ts'

/** A machine on which all that is under way shares two processors evenly, in a time of its own. */
function machine() {
  let now = 0
  const work = new Set<{ leftMs: number; readonly done: () => void }>()
  const due: { readonly at: number; readonly what: () => void }[] = []
  return {
    now: () => now,
    compute: (ms: number) => new Promise<void>((done) => void work.add({ leftMs: ms, done })),
    after: (ms: number, what: () => void): void => {
      const at = now + ms
      const place = due.findIndex((other) => other.at > at)
      due.splice(place < 0 ? due.length : place, 0, { at, what })
    },
    run: async (untilMs: number): Promise<void> => {
      while (now < untilMs) {
        const speed = Math.min(1, 2 / work.size)
        const [shortest] = [...work].toSorted((a, b) => a.leftMs - b.leftMs)
        const doneAt = shortest === undefined ? Infinity : now + shortest.leftMs / speed
        const dueAt = due[0]?.at ?? Infinity
        const elapsedMs = Math.min(doneAt, dueAt) - now
        for (const one of work) one.leftMs -= elapsedMs * speed
        now += elapsedMs
        if (doneAt <= dueAt && shortest !== undefined) {
          work.delete(shortest)
          shortest.done()
        } else due.shift()?.what()
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

/** How long nineteen of twenty requests of four tenants take at most, beside a fifth that asks so often. */
async function othersBeside(loudPerSecond: number): Promise<number> {
  const { now, compute, after, run } = machine()
  const random = randomFrom(7)
  const load = createLoadLimit(createMetrics(), { now, occupiesMs: 1e8, patienceMs: 1e8 })
  // Twice its share of 200 a second.
  const spend = createMemoryLimitStore(now).bucket({ name: 'tenant', points: 80, perMinute: 80 * 60 })
  const others: number[] = []
  const request = async (tenant: string) => {
    const from = now()
    if (!(await spend(tenant, 1)).isAllowed) return compute(0.35)
    const leave = await load.enter(tenant)
    await compute(3 + 7 * random())
    leave()
    if (tenant !== 'loud') others.push(now() - from)
    return undefined
  }
  const keepAsking = (perSecond: number, tenant: string) => {
    const ask = () => {
      void request(tenant)
      after(1_000 / perSecond, ask)
    }
    after(5 * random(), ask)
  }
  for (const tenant of ['a', 'b', 'c', 'd']) keepAsking(40, tenant)
  keepAsking(40, 'loud')
  await run(4_000)
  keepAsking(loudPerSecond - 40, 'loud')
  others.length = 0
  await run(12_000)
  return others.toSorted((a, b) => a - b)[Math.floor(0.95 * others.length)] ?? NaN
}

test('a tenant at ten times its share is hardly noticed by others, on a model of two busy processors', async () => {
  const [before, beside] = [await othersBeside(41), await othersBeside(400)]
  expect(beside / before).toBeLessThan(1.6)
})
