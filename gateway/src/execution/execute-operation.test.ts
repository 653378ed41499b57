import { describe, expect, test } from 'vitest'
import { executeOn, subscribeOn } from '../testing/execute-on.ts'
import { testGraph } from '../testing/test-graph.ts'

const people = [
  { id: 'u1', name: 'Ada' },
  { id: 'u2', name: 'Grace' },
]
const posts = [
  { id: 'p1', title: 'One', author: { __typename: 'User', id: 'u1' } },
  { id: 'p2', title: 'Two', author: { __typename: 'User', id: 'u1' } },
  { id: 'p3', title: 'Three', author: { __typename: 'User', id: 'u2' } },
  { id: 'p4', title: 'Four', author: { __typename: 'User', id: 'gone' } },
]
const blog = () =>
  testGraph({
    users: {
      sdl: 'type Query { me: User } type User @key(fields: "id") { id: ID! name: String! }',
      resolvers: {
        Query: { me: () => people[0] },
        User: { __resolveReference: ({ id }: { id: string }) => people.find((user) => user.id === id) ?? null },
      },
    },
    posts: {
      sdl: `type Query { posts: [Post!]! post(id: ID!): Post fail: String }
        type Post @key(fields: "id") { id: ID! title: String! author: User reviewer: User }
        type User @key(fields: "id", resolvable: false) { id: ID! }
        type Subscription { postAdded: Post }`,
      resolvers: {
        Query: {
          posts: () => posts,
          post: (_: unknown, { id }: { id: string }) => posts.find((post) => post.id === id),
          fail: () => {
            throw new Error('a secret')
          },
        },
        Post: { reviewer: () => ({ __typename: 'User', id: 'u2' }) },
        Subscription: {
          postAdded: {
            subscribe: async function* () {
              for (const postAdded of posts.slice(0, 3)) yield { postAdded }
            },
          },
        },
      },
    },
  })

describe('execution across subgraphs', () => {
  test('joins entities from another subgraph', async () => {
    const graph = blog()
    expect(await executeOn(graph, '{ post(id: "p3") { title author { name } } }')).toEqual({
      data: { post: { title: 'Three', author: { name: 'Grace' } } },
    })
  })

  test('asks for an entity once, however often it stands in a list', async () => {
    const graph = blog()
    const { data } = await executeOn(graph, '{ posts { author { name } } }')
    expect(data).toEqual({
      posts: [
        { author: { name: 'Ada' } },
        { author: { name: 'Ada' } },
        { author: { name: 'Grace' } },
        { author: null },
      ],
    })
    expect(graph.calls[1]?.variables).toEqual({
      representations: ['u1', 'u2', 'gone'].map((id) => ({ __typename: 'User', id })),
    })
  })

  test('sends entity fetches of one subgraph that are due at once as one call', async () => {
    const graph = blog()
    const { data } = await executeOn(graph, '{ post(id: "p1") { author { name } reviewer { name } } }')
    expect(data).toEqual({ post: { author: { name: 'Ada' }, reviewer: { name: 'Grace' } } })
    expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['posts', 'users'])
  })

  test('answers a client alias that is the name of a key with what was asked', async () => {
    const graph = blog()
    expect(await executeOn(graph, '{ post(id: "p1") { author { id: name } id: title } }')).toEqual({
      data: { post: { author: { id: 'Ada' }, id: 'One' } },
    })
  })

  test('places a subgraph error at the path of the field that failed', async () => {
    const { data, errors } = await executeOn(blog(), '{ fail me { name } }')
    expect(data).toEqual({ fail: null, me: { name: 'Ada' } })
    expect(errors).toMatchObject([{ message: 'a secret', path: ['fail'] }])
  })

  test('completes each event of a subscription from the other subgraphs, in order', async () => {
    const events = await subscribeOn(blog(), 'subscription { postAdded { title author { name } } }')
    const seen = []
    if (Symbol.asyncIterator in events) for await (const { data } of events) seen.push(data)
    expect(seen).toEqual([
      { postAdded: { title: 'One', author: { name: 'Ada' } } },
      { postAdded: { title: 'Two', author: { name: 'Ada' } } },
      { postAdded: { title: 'Three', author: { name: 'Grace' } } },
    ])
  })
})
