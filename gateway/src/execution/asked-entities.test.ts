import { beforeEach, expect, test } from 'vitest'
import { executeOn } from '../testing/execute-on.ts'
import { testGraph } from '../testing/test-graph.ts'

type Ref = { readonly id: string }
const user = (id: string) => ({ __typename: 'User', id })

/** Whether the users are away at their first call. */
let isAwayOnce = false
const graph = testGraph({
  posts: {
    sdl: `type Query { post: Post } type Mutation { write: Post }
      type Post @key(fields: "id") { id: ID! author: User! }
      type User @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: { post: () => ({ id: 'p', author: user('u1') }) },
      Mutation: { write: () => ({ id: 'p', author: user('u1') }) },
    },
  },
  comments: {
    sdl: `type Post @key(fields: "id") { id: ID! comments: [Comment!]! } type Comment { author: User! }
      type User @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Post: {
        __resolveReference: (ref: Ref) => ref,
        comments: () => ['u1', 'u2', 'gone', 'u1'].map((id) => ({ author: user(id) })),
      },
    },
  },
  users: {
    sdl: 'type Query { two: Int } type User @key(fields: "id") { id: ID! name: String team: Team } type Team { name: String }',
    resolvers: {
      User: {
        __resolveReference: ({ id }: Ref) => {
          if (isAwayOnce) {
            isAwayOnce = false
            throw new Error('away')
          }
          return id === 'gone' ? null : { id, name: id.toUpperCase(), team: { name: `team of ${id}` } }
        },
      },
    },
  },
})
beforeEach(() => {
  graph.calls.length = 0
  isAwayOnce = false
})
const asked = () =>
  graph.calls
    .filter(({ subgraph }) => subgraph === 'users')
    .map(({ variables }) =>
      (variables as { readonly representations: readonly Ref[] }).representations.map(({ id }) => id),
    )

const fields = 'author { name team { name } } comments { author { name team { name } } }'
const named = (id: string) => ({ author: { name: id.toUpperCase(), team: { name: `team of ${id}` } } })
const answered = { ...named('u1'), comments: [named('u1'), named('u2'), { author: { name: null, team: null } }, named('u1')] } // prettier-ignore

test('an entity of which two fetches of a query want the same is asked for once', async () => {
  expect(await executeOn(graph, `{ post { ${fields} } }`)).toEqual({ data: { post: answered } })
  expect(asked()).toEqual([['u1'], ['u2', 'gone']])
})

test('of which they want different things, it is asked for each', async () => {
  await executeOn(graph, '{ post { author { name } comments { author { name team { name } } } } }')
  expect(asked()).toEqual([['u1'], ['u1', 'u2', 'gone']])
})

test('where the first fetch fails, the second asks for itself', async () => {
  isAwayOnce = true
  const { data, errors } = await executeOn(graph, `{ post { ${fields} } }`)
  expect(data).toEqual({ post: { ...answered, author: { name: null, team: null } } })
  expect(errors?.map(({ path }) => path)).toEqual([['post', 'author']])
  expect(asked().flat().toSorted()).toEqual(['gone', 'u1', 'u1', 'u2'])
})

test('a mutation asks anew: what it read first may have changed since', async () => {
  expect(await executeOn(graph, `mutation { write { ${fields} } }`)).toEqual({ data: { write: answered } })
  expect(asked()).toEqual([['u1'], ['u1', 'u2', 'gone']])
})
