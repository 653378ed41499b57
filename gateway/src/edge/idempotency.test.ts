import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { openRedis } from './open-redis.ts'
import { createMemoryMap, createRedisMap } from './shared-map.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'

let written = 0
let isAway = false
let release: (() => void) | undefined
const nextTurn = () => new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))
const takeRelease = () => {
  const taken = release
  release = undefined
  return taken
}
const graph = testGraph({
  one: {
    sdl: 'type Query { one: Int } type Mutation { write(text: String!): Int slow: Int }',
    resolvers: {
      Mutation: {
        write: () => {
          if (isAway) throw new ClientError('UNAVAILABLE', 'away')
          return ++written
        },
        slow: () => new Promise<number>((resolve) => (release = () => resolve(1))),
      },
    },
  },
})
const store = createMemoryMap()
let running: Awaited<ReturnType<typeof startGateway>>
beforeAll(async () => {
  running = await startGateway(graph, {}, { answers: store })
})
afterAll(() => running[Symbol.asyncDispose]())
const write = (key: string, text = 'a', authorization: string | undefined = 'Bearer ada') =>
  running.post(
    { query: 'mutation ($t: String!) { write(text: $t) }', variables: { t: text } },
    { 'idempotency-key': key, ...(authorization !== '' && { authorization }) },
  )

test('a mutation that names itself is carried out once, and its answer given again', async () => {
  const first = await write('key-number-1')
  const again = await write('key-number-1')
  expect([first.data, again.data, again.headers.get('idempotency-replayed')]).toEqual([
    { write: 1 },
    { write: 1 },
    'true',
  ])
  expect((await write('key-number-2')).data).toEqual({ write: 2 })
})

test('another body under the same key is a conflict', async () => {
  await write('key-number-3', 'a')
  const other = await write('key-number-3', 'b')
  expect([other.status, other.errors?.[0]?.extensions?.['code']]).toEqual([409, 'CONFLICT'])
})

test('a request that runs keeps its key, and one whose gateway has gone gives it up soon', async () => {
  const slow = ({ post }: typeof running, key: string) =>
    post({ query: 'mutation { slow }' }, { 'idempotency-key': key, authorization: 'Bearer ada' })
  let renewed = 0
  const shared = createMemoryMap()
  const watched = { ...shared, set: (...entry: Parameters<typeof shared.set>) => (renewed++, shared.set(...entry)) }
  await using staying = await startGateway(graph, {}, { answers: watched, answerLeaseMs: 60 })
  const first = slow(staying, 'key-that-runs')
  while (renewed < 6) await nextTurn()
  expect((await slow(staying, 'key-that-runs')).status).toBe(409)
  takeRelease()?.()
  expect((await first).data).toEqual({ slow: 1 })

  // As one that went in the middle: nothing more is heard of it.
  const unheard = { ...shared, set: async () => undefined }
  await using gone = await startGateway(graph, {}, { answers: unheard, answerLeaseMs: 60 })
  const lost = slow(gone, 'key-of-the-gone')
  while (release === undefined) await nextTurn()
  const releaseLost = takeRelease()
  let again = slow(staying, 'key-of-the-gone')
  while (release === undefined) {
    const answer = await Promise.race([again, nextTurn()])
    if (answer?.status === 409) again = slow(staying, 'key-of-the-gone')
  }
  takeRelease()?.()
  expect((await again).data).toEqual({ slow: 1 })
  releaseLost?.()
  await lost
})

test('the same key at the same time is a conflict, and the first is answered', async () => {
  const slow = () =>
    running.post({ query: 'mutation { slow }' }, { 'idempotency-key': 'key-number-4', authorization: 'Bearer ada' })
  const first = slow()
  while (release === undefined) await new Promise((resolve) => setImmediate(resolve))
  expect((await slow()).status).toBe(409)
  release()
  expect((await first).data).toEqual({ slow: 1 })
  expect((await slow()).data).toEqual({ slow: 1 })
})

test('what failed for now may be tried again', async () => {
  isAway = true
  expect((await write('key-number-5')).errors?.[0]?.extensions?.['code']).toBe('UNAVAILABLE')
  isAway = false
  expect((await write('key-number-5')).data).toEqual({ write: written })
})

test('a key that is none, and one of nobody, are refused', async () => {
  expect((await write('short')).status).toBe(400)
  expect((await write('key-number-6', 'a', '')).status).toBe(401)
})

test('while the store is away nothing is carried out under a key', async () => {
  const redis = await openRedis('redis://127.0.0.1:1', createLog({ level: 'silent', name: 'test' }))
  await using away = await startGateway(graph, {}, { answers: createRedisMap(redis, 'x') })
  const before = written
  const refused = await away.post(
    { query: 'mutation { write(text: "a") }' },
    { 'idempotency-key': 'key-number-7', authorization: 'Bearer ada' },
  )
  expect([refused.status, refused.errors?.[0]?.extensions?.['code'], written]).toEqual([503, 'UNAVAILABLE', before])
  redis.disconnect()
})
