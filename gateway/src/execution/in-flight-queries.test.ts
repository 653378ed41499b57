import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket, until } from '../testing/transport-socket.ts'

let value = 0
/** Reads that have read and wait to answer. */
let waiting: (() => void)[] = []
const graph = testGraph({
  one: {
    sdl: 'type Query { read(n: Int): Int broken: Int } type Mutation { write: Int fail: Int }',
    resolvers: {
      Query: {
        read: () => {
          const read = value
          return new Promise((resolve) => waiting.push(() => resolve(read)))
        },
        broken: () => new Promise((_, reject) => waiting.push(() => reject(new Error('broken')))),
      },
      Mutation: {
        write: () => ++value,
        fail: () => {
          value++
          throw new Error('written and failed')
        },
      },
    },
  },
})

/** Bearers are a tenant, a session and a role. */
const authenticate: Authenticate = async (bearer = '', request) => {
  const [tenantId = '', sessionId = '', role = 'member'] = bearer.split('.')
  if (tenantId === '') return { kind: 'anonymous', request }
  return { kind: 'user', userId: 'usr_1', sessionId, tenantId, role, permissionVersion: 1, request }
}
const events = createInProcessEventBus(createLog({ level: 'silent', name: 'test' }))
let running: Awaited<ReturnType<typeof startGateway>>
beforeAll(async () => {
  running = await startGateway(graph, {}, { authenticate, events })
})
afterAll(() => running[Symbol.asyncDispose]())
beforeEach(() => {
  value = 0
  waiting = []
})

const ask = (query = '{ read }', bearer = 'ten_1.ses_1', variables = {}) =>
  running.post({ query, variables }, bearer === '' ? {} : { authorization: `Bearer ${bearer}` })
const release = () => waiting.splice(0).forEach((one) => one())
const sharedSoFar = async () => sharedOf(await (await fetch(`${running.url}/metrics`)).text(), 'client')
const sharedOf = (metrics: string, of: 'client' | 'subgraph') =>
  Number(new RegExp(`shared_queries_total\\{of="${of}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0)

/** Begins a query; `isReading` resolves once the subgraph has read for it. */
const begun = (...asked: Parameters<typeof ask>) => {
  const before = waiting.length
  const answer = ask(...asked).then(({ data }) => data)
  return { answer, isReading: until(() => waiting.length > before) }
}

test('the same query of one session at the same time is carried out once, over HTTP and sockets', async () => {
  const first = begun()
  await first.isReading
  const before = await sharedSoFar()
  const socket = await openSocket(running.url, 'Bearer ten_1.ses_1')
  await socket.acknowledged()
  socket.subscribe('q', '{ read }')
  const second = ask()
  while ((await sharedSoFar()) < before + 2);
  expect(waiting).toHaveLength(1)
  release()
  expect(await first.answer).toEqual({ read: 0 })
  expect(await second).toMatchObject({ data: { read: 0 }, extensions: { cost: 0 } })
  expect(await socket.nextOf('q')).toMatchObject({ payload: { data: { read: 0 } } })
  socket.close()
})

test('an answer is not kept: who asks afterwards has it read again', async () => {
  const first = begun()
  await first.isReading
  release()
  expect(await first.answer).toEqual({ read: 0 })
  value = 1
  const second = begun()
  await second.isReading
  release()
  expect(await second.answer).toEqual({ read: 1 })
})

test('another session, tenant, role, variable or selection shares nothing, nor does nobody', async () => {
  const query = 'query ($n: Int) { read(n: $n) }'
  const asked: Parameters<typeof ask>[] = [
    [query],
    [query, 'ten_1.ses_2'],
    [query, 'ten_2.ses_1'],
    [query, 'ten_1.ses_1.owner'],
    [query, 'ten_1.ses_1', { n: 1 }],
    ['{ read }'],
    [query, ''],
    [query, ''],
  ]
  const answers = []
  for (const one of asked) {
    const { answer, isReading } = begun(...one)
    answers.push(answer)
    await isReading
  }
  expect(waiting).toHaveLength(asked.length)
  release()
  await Promise.all(answers)
})

for (const [title, mutation] of [
  ['a mutation', 'mutation { write }'],
  ['a mutation that failed', 'mutation { fail }'],
] as const) {
  test(`what began before ${title} of the tenant ended is not joined after it`, async () => {
    const before = begun()
    await before.isReading
    await ask(mutation)
    const after = begun()
    await after.isReading
    release()
    expect([await before.answer, await after.answer]).toEqual([{ read: 0 }, { read: 1 }])
  })
}

test('a mutation of another tenant changes nothing for this one', async () => {
  const first = begun()
  await first.isReading
  await ask('mutation { write }', 'ten_2.ses_1')
  const before = await sharedSoFar()
  const second = ask()
  while ((await sharedSoFar()) === before);
  release()
  expect([await first.answer, (await second).data]).toEqual([{ read: 0 }, { read: 0 }])
})

test('what began before news of a change is not joined after it', async () => {
  const before = begun()
  await before.isReading
  value = 1
  let hasCome = false
  await using _listening = await events.subscribe('graph.committed', () => void (hasCome = true))
  events.publish('graph.committed', { tenantId: 'ten_1', seq: 1 })
  await until(() => hasCome)
  const after = begun()
  await after.isReading
  release()
  expect([await before.answer, await after.answer]).toEqual([{ read: 0 }, { read: 1 }])
})

test('all who share an answer are told of its errors, each under its own request', async () => {
  const first = ask('{ broken }')
  await until(() => waiting.length === 1)
  const before = await sharedSoFar()
  const second = ask('{ broken }')
  while ((await sharedSoFar()) === before);
  release()
  const ids = (await Promise.all([first, second])).map(({ errors }) => errors?.[0]?.extensions?.['requestId'])
  expect(ids).toEqual([expect.stringMatching(/^req_/), expect.stringMatching(/^req_/)])
  expect(new Set(ids).size).toBe(2)
})

test('two queries of one session share what they ask of a subgraph, and each makes it a part of its own answer', async () => {
  const fetches = async () => sharedOf(await (await fetch(`${running.url}/metrics`)).text(), 'subgraph')
  const first = begun('query A { read }')
  await first.isReading
  const before = await fetches()
  const second = ask('query B { read __typename }')
  while ((await fetches()) === before);
  expect(waiting).toHaveLength(1)
  const others = [begun('query C { read }', 'ten_1.ses_2'), begun('query D { read }', 'ten_1.ses_1.owner')]
  await until(() => waiting.length === 3)
  await ask('mutation { write }')
  const after = begun('query E { read }')
  await after.isReading
  release()
  expect(await first.answer).toEqual({ read: 0 })
  expect((await second).data).toEqual({ read: 0, __typename: 'Query' })
  expect(await Promise.all(others.map(({ answer }) => answer))).toEqual([{ read: 0 }, { read: 0 }])
  expect(await after.answer).toEqual({ read: 1 })
})
