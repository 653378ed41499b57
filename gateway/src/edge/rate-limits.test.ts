import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { createMemoryLimitStore, createRedisLimitStore, type LimitStore } from './limit-store.ts'
import { openRedis } from './open-redis.ts'
import { createRateLimits } from './rate-limits.ts'

const log = createLog({ level: 'silent', name: 'test' })
const redisUrl = process.env['TEST_REDIS_URL']
const redisStore = async (url: string, stack: AsyncDisposableStack) => {
  const redis = await openRedis(url, log)
  stack.defer(async () => redis.disconnect())
  return createRedisLimitStore(redis)
}
type Open = (stack: AsyncDisposableStack) => Promise<LimitStore>
const stores: Readonly<Record<string, Open>> = {
  memory: async () => createMemoryLimitStore(),
  'Redis that is away': (stack) => redisStore('redis://127.0.0.1:1', stack),
  ...(redisUrl !== undefined && { Redis: (stack: AsyncDisposableStack) => redisStore(redisUrl, stack) }),
}
const options = { anonymous: { perMinute: 6, burst: 3 }, tenant: { perMinute: 20, burst: 10 }, costPerMinute: 100 }
const ip = () => `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`

for (const [name, open] of Object.entries(stores)) {
  describe(`counted in ${name}`, () => {
    test('a burst is allowed and no more, and the caller is told how long to wait', async () => {
      await using stack = new AsyncDisposableStack()
      const store = await open(stack)
      const limits = createRateLimits(options, store)
      const caller = { ip: ip() }
      const taken = [
        await limits.take(caller),
        await limits.take(caller),
        await limits.take(caller),
        await limits.take(caller),
      ]
      expect(taken.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false])
      expect(taken[3]?.resetMs).toBeGreaterThan(0)
      expect((await limits.take({ ip: ip() })).isAllowed).toBe(true)
    })

    test('addresses of one IPv6 network count together', async () => {
      await using stack = new AsyncDisposableStack()
      const store = await open(stack)
      const limits = createRateLimits(options, store)
      const network = ip().replace('::1', '')
      for (const host of ['::1', '::2', ':1:2:3:4']) await limits.take({ ip: `${network}${host}` })
      expect((await limits.take({ ip: `${network}::5` })).isAllowed).toBe(false)
    })

    test('people and keys of one tenant count together, tenants apart', async () => {
      await using stack = new AsyncDisposableStack()
      const store = await open(stack)
      const limits = createRateLimits(options, store)
      const person = userIdentity()
      const key = apiKeyIdentity({ tenantId: person.tenantId ?? '' })
      for (let i = 0; i < 5; i++) await Promise.all([limits.take(person), limits.take(key)])
      expect((await limits.take(person)).isAllowed).toBe(false)
      expect((await limits.take(userIdentity())).isAllowed).toBe(true)
    })

    test('objects are counted by what an operation costs', async () => {
      await using stack = new AsyncDisposableStack()
      const store = await open(stack)
      const limits = createRateLimits(options, store)
      const person = userIdentity()
      expect((await limits.spend(person, 60)).isAllowed).toBe(true)
      expect((await limits.spend(person, 60)).isAllowed).toBe(false)
    })
  })
}

test('what was taken comes back evenly, and the last of an allowance is given whatever its fraction', async () => {
  let now = Date.now()
  const limits = createRateLimits(
    { anonymous: { perMinute: 7, burst: 5 }, tenant: { perMinute: 60, burst: 3 }, costPerMinute: 100 },
    createMemoryLimitStore(() => now),
  )
  const allowed = async (caller: Parameters<typeof limits.take>[0], times: number) => {
    const taken = await Promise.all(Array.from({ length: times }, () => limits.take(caller)))
    return taken.filter(({ isAllowed }) => isAllowed).length
  }
  expect(await allowed({ ip: ip() }, 10)).toBe(5)
  const person = userIdentity()
  expect(await allowed(person, 10)).toBe(3)
  expect((await limits.take(person)).resetMs).toBeCloseTo(1_000, 0)
  now += 1_000
  expect(await allowed(person, 10)).toBe(1)
  now += 60_000
  expect(await allowed(person, 10)).toBe(3)
})

test.runIf(redisUrl !== undefined)('two gateways on one Redis count together', async () => {
  await using stack = new AsyncDisposableStack()
  const one = await redisStore(redisUrl ?? '', stack)
  const two = await redisStore(redisUrl ?? '', stack)
  const gateways = [createRateLimits(options, one), createRateLimits(options, two)]
  const caller = { ip: ip() }
  const allowed: boolean[] = []
  for (let i = 0; i < 6; i++) allowed.push((await gateways[i % 2]?.take(caller))?.isAllowed ?? false)
  expect(allowed.filter(Boolean)).toHaveLength(3)
})
