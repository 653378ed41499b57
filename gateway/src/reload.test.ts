import { expect, test } from 'vitest'
import { startGateway } from './testing/start-gateway.ts'
import { testGraph, type TestSubgraph } from './testing/test-graph.ts'
import { openSocket } from './testing/transport-socket.ts'

const users: TestSubgraph = {
  sdl: 'type Query { me: User } type User @key(fields: "id") { id: ID! name: String }',
  resolvers: { Query: { me: () => ({ id: '1', name: 'Ada' }) } },
}
const posts = (more: string): TestSubgraph => ({
  sdl: `type User @key(fields: "id") { id: ID! posts: [String!] ${more} } type Query { two: Int }
    type Subscription { ticks: Int }`,
  resolvers: {
    User: { __resolveReference: ({ id }: { id: string }) => ({ id, posts: ['a'], more: 1 }) },
    Subscription: {
      ticks: {
        subscribe: async function* () {
          for (let ticks = 0; ; ticks++) {
            yield { ticks }
            await new Promise((resolve) => setImmediate(resolve))
          }
        },
      },
    },
  },
})
const before = testGraph({ users, posts: posts('') })
const after = testGraph({ users, posts: posts('more: Int') })

test('a new version of the graph takes effect, and an invalid one changes nothing', async () => {
  await using running = await startGateway({ ...before, sources: after.sources })
  expect((await running.post({ query: '{ me { more } }' })).status).toBe(400)
  await running.gateway.replaceSupergraph(after.supergraphSdl)
  expect((await running.post({ query: '{ me { name more } }' })).data).toEqual({ me: { name: 'Ada', more: 1 } })
  await expect(running.gateway.replaceSupergraph('type Query { broken')).rejects.toThrow('Syntax Error')
  await expect(running.gateway.replaceSupergraph('type Query { a: Int }')).rejects.toThrow('supergraph')
  expect((await running.post({ query: '{ me { more } }' })).data).toEqual({ me: { more: 1 } })
})

test('a hundred new versions under load fail no request and end no subscription', async () => {
  await using running = await startGateway(
    { ...before, sources: after.sources },
    { RATE_ANONYMOUS_PER_MINUTE: '1000000', COST_PER_MINUTE: '1000000000' },
  )
  const socket = await openSocket(running.url)
  await socket.acknowledged()
  socket.subscribe('s', 'subscription { ticks }')
  await socket.nextOf('s')
  let isReloading = true
  let answered = 0
  const client = async () => {
    while (isReloading) {
      const { status, data, errors } = await running.post({
        query: 'query ($b: Boolean!) { me { name posts @include(if: $b) } }',
        variables: { b: answered % 2 === 0 },
      })
      expect({ status, errors }).toEqual({ status: 200, errors: undefined })
      expect(data).toMatchObject({ me: { name: 'Ada' } })
      answered++
    }
  }
  const clients = Array.from({ length: 6 }, client)
  for (let i = 0; i < 100; i++)
    await running.gateway.replaceSupergraph(i % 2 === 0 ? after.supergraphSdl : before.supergraphSdl)
  isReloading = false
  await Promise.all(clients)
  expect(answered).toBeGreaterThan(100)
  const seen = socket.frames.length
  await socket.nextOf('s', seen + 1)
  socket.socket.terminate()
}, 120_000)
