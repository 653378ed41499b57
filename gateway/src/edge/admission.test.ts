import { expect, test } from 'vitest'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import { openSocket } from '../testing/transport-socket.ts'

const graph = testGraph({
  one: {
    sdl: `type Query { items(first: Int = 10): [Item!]! } type Item { id: ID! items(first: Int = 10): [Item!]! }
      type Subscription { changes(first: Int = 10): [Item!]! }`,
    resolvers: {
      Query: {
        items: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: Math.min(first, 3) }, (_, id) => ({ id })),
      },
      Item: { items: () => [] },
    },
  },
})

test('an operation tells its cost, and one that may answer with too much is not carried out', async () => {
  await using running = await startGateway(graph, { OPERATION_MAX_COST: '1000' })
  const fine = await running.post({ query: '{ items(first: 5) { id items(first: 3) { id } } }' })
  expect(fine).toMatchObject({ status: 200, extensions: { cost: 20 } })
  graph.calls.length = 0
  const huge = await running.post({ query: '{ items(first: 100) { items(first: 100) { id } } }' })
  expect([huge.status, huge.data, huge.errors?.[0]?.extensions?.['code']]).toEqual([400, undefined, 'BAD_USER_INPUT'])
  const byVariable = await running.post({
    query: 'query ($n: Int) { items(first: $n) { items(first: $n) { id } } }',
    variables: { n: 1_000 },
  })
  expect(byVariable.data).toBeUndefined()
  expect(graph.calls).toEqual([])
})

test('a tenant that has spent its allowance is refused over HTTP and sockets, and another is not', async () => {
  await using running = await startGateway(graph, { GM_ENV: 'staging', COST_PER_MINUTE: '20' })
  const authorization = 'Bearer ada'
  const ask = () => running.post({ query: '{ items(first: 10) { id } }' }, { authorization })
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
  const over = await ask()
  expect([over.status, over.headers.get('retry-after') !== null, over.errors?.[0]?.extensions]).toMatchObject([
    429,
    true,
    { code: 'RATE_LIMITED' },
  ])
  const socket = await openSocket(running.url, authorization)
  await socket.acknowledged()
  socket.subscribe('s', 'subscription { changes { id } }')
  expect(await socket.nextOf('s')).toMatchObject({ payload: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] } })
  socket.subscribe('q', '{ items(first: 10) { id } }')
  expect(await socket.nextOf('q')).toMatchObject({ payload: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] } })
  socket.close()
  expect((await running.post({ query: '{ items(first: 1) { id } }' })).status).toBe(200)
})
