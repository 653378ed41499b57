import { afterAll, describe, expect, test } from 'vitest'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import { openRedis } from '../edge/open-redis.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { createMemoryCacheStore, createRedisCacheStore, type EntityCacheStore } from './entity-cache-store.ts'

const log = createLog({ level: 'silent', name: 'test' })
let name = 'Ada'
let fails = false
/** Called while a subgraph reads, after it has read. */
let reading: (() => Promise<void>) | undefined
type Context = { readonly identity: { readonly tenantId: string; readonly userId: string } }

const graph = testGraph({
  'tenant-auth': {
    sdl: `type Query { one: Int } type Mutation { rename(name: String!): User }
      type User @key(fields: "id") {
        id: ID!
        name: String @cacheControl(maxAge: 60)
        motto(loud: Boolean): String @cacheControl(maxAge: 60)
        brief: String @cacheControl(maxAge: 0)
        seen: String @cacheControl(maxAge: 60, scope: PRIVATE)
        place: Place @cacheControl(maxAge: 60)
        home: Place
        email: String
      }
      type Place { city: String }`,
    resolvers: {
      User: {
        __resolveReference: async ({ id }: { id: string }, { identity }: Context) => {
          if (id === 'nobody') return null
          const read = { name: `${name} of ${identity.tenantId}`, seen: `by ${identity.userId}` }
          await reading?.()
          if (fails) throw new Error('broken')
          return { id, ...read, motto: 'x', brief: 'b', email: 'e', place: { city: 'Turin' }, home: { city: 'Turin' } }
        },
      },
      Mutation: {
        rename: (_: unknown, args: { name: string }) => {
          name = args.name
          return { id: '1', name }
        },
      },
    },
  },
  posts: {
    sdl: `type Query { author(id: ID = "1"): User authors: [User] } type Mutation { post: User } type Subscription { posted: User }
      type User @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        author: (_: unknown, { id }: { id: string }) => ({ id }),
        authors: () => [{ id: '1' }, { id: '2' }, { id: '1' }],
      },
      Mutation: { post: () => ({ id: '1' }) },
    },
  },
})

/** Bearers are a tenant, a user and a role. */
const authenticate: Authenticate = async (bearer = '', request) => {
  const [tenantId = '', userId = '', role = 'member'] = bearer.split('.')
  if (tenantId === '') return { kind: 'anonymous', request }
  return {
    kind: 'user',
    userId,
    sessionId: 's',
    tenantId: tenantId === '-' ? null : tenantId,
    role,
    permissionVersion: 1,
    request,
  }
}

const redisUrl = process.env['TEST_REDIS_URL']
const redis = redisUrl === undefined ? undefined : await openRedis(redisUrl, log)
afterAll(() => redis?.disconnect())
let stores = 0
const forms: Readonly<Record<string, () => EntityCacheStore>> = {
  memory: () => createMemoryCacheStore(),
  ...(redis !== undefined && {
    Redis: () => createRedisCacheStore(redis, `test:${process.pid}:${Date.now()}:${stores++}:`),
  }),
}

const calls = () =>
  graph.calls.filter(({ subgraph, query }) => subgraph === 'tenant-auth' && query.includes('_entities')).length

for (const [form, createStore] of Object.entries(forms)) {
  describe(`what is kept in ${form}`, () => {
    async function start(store = createStore()) {
      name = 'Ada'
      fails = false
      reading = undefined
      const events = createInProcessEventBus(log)
      const running = await startGateway(graph, {}, { authenticate, entityCacheStore: store, events })
      /** Answers, and tells how many calls it took to the subgraph that has the entities. */
      const ask = async (query: string, bearer = 'ten_1.usr_1', variables = {}) => {
        const before = calls()
        const { data, errors } = await running.post({ query, variables }, { authorization: `Bearer ${bearer}` })
        return { data, errors, calls: calls() - before }
      }
      return { ...running, events, ask, store }
    }
    const named = (text: string) => ({ author: { name: text } })

    test('is not asked for again, and answers the same', async () => {
      await using gateway = await start()
      const first = await gateway.ask('{ author { name } }')
      expect(first).toEqual({ data: named('Ada of ten_1'), errors: undefined, calls: 1 })
      expect(await gateway.ask('{ author { name } }')).toEqual({ ...first, calls: 0 })
      expect(await gateway.ask('{ a: author { name } }')).toEqual({
        data: { a: { name: 'Ada of ten_1' } },
        errors: undefined,
        calls: 0,
      })
    })

    test('leaves only what is not known of a list to be asked for', async () => {
      await using gateway = await start()
      await gateway.ask('{ author { name } }')
      const before = graph.calls.length
      const { data } = await gateway.ask('{ authors { id name } }')
      expect(data).toEqual({ authors: ['1', '2', '1'].map((id) => ({ id, name: 'Ada of ten_1' })) })
      expect(graph.calls.slice(before).find(({ query }) => query.includes('_entities'))?.variables).toEqual({
        representations: [{ __typename: 'User', id: '2' }],
      })
    })

    test('is kept apart by tenant, by rights, by selection and by arguments', async () => {
      await using gateway = await start()
      const query = 'query ($l: Boolean) { author { name motto(loud: $l) } }'
      await gateway.ask(query)
      expect((await gateway.ask(query, 'ten_2.usr_1')).data).toEqual({ author: { name: 'Ada of ten_2', motto: 'x' } })
      const callsFor = async (...asked: Parameters<typeof gateway.ask>) => (await gateway.ask(...asked)).calls
      expect(await callsFor(query, 'ten_1.usr_1.owner')).toBe(1)
      expect(await callsFor('{ author { motto } }')).toBe(1)
      expect(await callsFor(query, 'ten_1.usr_1', { l: true })).toBe(1)
      expect(await callsFor(query, 'ten_1.usr_2')).toBe(0)
    })

    test('never is what has no hint, what is of nobody, what failed, and what does not exist', async () => {
      await using gateway = await start()
      for (const query of [
        '{ author { email } }',
        '{ author { name email } }',
        '{ author { brief } }',
        '{ author { home { city } } }',
        '{ author(id: "nobody") { name } }',
      ]) {
        await gateway.ask(query)
        expect([query, (await gateway.ask(query)).calls]).toEqual([query, 1])
      }
      for (const bearer of ['', '-.usr_1']) {
        await gateway.ask('{ author { name } }', bearer)
        expect((await gateway.ask('{ author { name } }', bearer)).calls).toBe(1)
      }
      fails = true
      expect((await gateway.ask('{ author { name } }')).errors).toHaveLength(1)
      fails = false
      expect(await gateway.ask('{ author { name } }')).toMatchObject({ data: named('Ada of ten_1'), calls: 1 })
    })

    test('holds the leaves of an object that may be kept', async () => {
      await using gateway = await start()
      await gateway.ask('{ author { place { city } } }')
      expect(await gateway.ask('{ author { place { city } } }')).toMatchObject({
        data: { author: { place: { city: 'Turin' } } },
        calls: 0,
      })
    })

    test('of what is personal is for its person alone', async () => {
      await using gateway = await start()
      await gateway.ask('{ author { seen } }')
      expect(await gateway.ask('{ author { seen } }')).toMatchObject({
        data: { author: { seen: 'by usr_1' } },
        calls: 0,
      })
      expect(await gateway.ask('{ author { seen } }', 'ten_1.usr_2')).toMatchObject({
        data: { author: { seen: 'by usr_2' } },
        calls: 1,
      })
    })

    test('is forgotten by a mutation of its tenant before that is answered, and by no other', async () => {
      await using gateway = await start()
      await gateway.ask('{ author { name } }')
      await gateway.ask('{ author { name } }', 'ten_2.usr_2')
      await gateway.ask('mutation { rename(name: "Grace") { id } }')
      expect(await gateway.ask('{ author { name } }')).toMatchObject({ data: named('Grace of ten_1'), calls: 1 })
      expect(await gateway.ask('{ author { name } }', 'ten_2.usr_2')).toMatchObject({
        data: named('Ada of ten_2'),
        calls: 0,
      })
      await gateway.ask('mutation { post { id } }')
      expect((await gateway.ask('{ author { name } }')).calls).toBe(0)
    })

    test('is not what a mutation answers with', async () => {
      await using gateway = await start()
      await gateway.ask('{ author { name } }')
      name = 'Grace'
      expect((await gateway.ask('mutation { post { name } }')).data).toEqual({ post: { name: 'Grace of ten_1' } })
    })

    test('is not what was read before a mutation and arrived after it', async () => {
      await using gateway = await start()
      const begun = Promise.withResolvers<void>()
      const goOn = Promise.withResolvers<void>()
      reading = () => {
        begun.resolve()
        return goOn.promise
      }
      const slow = gateway.ask('{ author { name } }')
      await begun.promise
      reading = undefined
      await gateway.ask('mutation { rename(name: "Grace") { id } }')
      goOn.resolve()
      expect((await slow).data).toEqual(named('Ada of ten_1'))
      expect(await gateway.ask('{ author { name } }')).toMatchObject({ data: named('Grace of ten_1'), calls: 1 })
    })

    test('is forgotten by news of a change that came by another way', async () => {
      await using gateway = await start()
      await gateway.ask('{ author { name } }')
      name = 'Grace'
      gateway.events.publish('graph.committed', { tenantId: 'ten_1', seq: 1 })
      expect((await gateway.ask('{ author { name } }')).calls).toBe(0)
      gateway.events.publish('identity.changed', { tenantId: 'ten_1' })
      let now
      do now = await gateway.ask('{ author { name } }')
      while (now.calls === 0)
      expect(now.data).toEqual(named('Grace of ten_1'))
    })

    test('is counted', async () => {
      await using gateway = await start()
      await gateway.ask('{ author { name } }')
      await gateway.ask('{ author { name } }')
      const text = await (await fetch(`${gateway.url}/metrics`)).text()
      expect(text).toContain('graphmemory_entity_cache_total{outcome="hit"} 1\n')
      expect(text).toContain('graphmemory_entity_cache_total{outcome="miss"} 1\n')
    })
  })
}

test.runIf(redis !== undefined)(
  'a write through one gateway is read through another at once, without any news',
  async () => {
    if (redis === undefined) return
    const prefix = `test:${process.pid}:${Date.now()}:two:`
    const start = () =>
      startGateway(
        graph,
        {},
        { authenticate, entityCacheStore: createRedisCacheStore(redis, prefix), events: createInProcessEventBus(log) },
      )
    await using one = await start()
    await using other = await start()
    const headers = { authorization: 'Bearer ten_1.usr_1' }
    for (let written = 0; written < 20; written++) {
      await one.post(
        { query: 'mutation ($n: String!) { rename(name: $n) { id } }', variables: { n: `n${written}` } },
        headers,
      )
      for (const gateway of [other, one]) {
        const { data } = await gateway.post({ query: '{ author { name } }' }, headers)
        expect(data).toEqual({ author: { name: `n${written} of ten_1` } })
      }
    }
  },
)

test('while Redis is away everything is asked for, and a mutation is answered', async () => {
  const away = await openRedis('redis://127.0.0.1:1', log)
  await using gateway = await startGateway(
    graph,
    {},
    { authenticate, entityCacheStore: createRedisCacheStore(away, 'test:') },
  )
  const headers = { authorization: 'Bearer ten_1.usr_1' }
  expect((await gateway.post({ query: 'mutation { rename(name: "Ada") { id } }' }, headers)).data).toEqual({
    rename: { id: '1' },
  })
  for (let asked = 0; asked < 2; asked++)
    expect((await gateway.post({ query: '{ author { name } }' }, headers)).data).toEqual({
      author: { name: 'Ada of ten_1' },
    })
  away.disconnect()
})

test('a store in memory stays within its bytes', async () => {
  const store = createMemoryCacheStore(10_000)
  for (let written = 0; written < 100; written++)
    store.write((await store.read('s', [])).generation, { key: `k${written}`, text: 'x'.repeat(900), ttlMs: 1_000 })
  const { texts } = await store.read(
    's',
    Array.from({ length: 100 }, (_, index) => `k${index}`),
  )
  expect(texts.filter((text) => text !== undefined).length).toBeLessThan(6)
})
