import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse, type GraphQLSchema } from 'graphql'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])\n'
export const sdl = {
  documents: `${link}
    type Query { documents(first: Int!): [Document!]! document(id: ID!): Document }
    type Subscription { changed(of: Int): Document! }
    type Document @key(fields: "id") { id: ID! title: String! body: String! tags: [String!]! author: User! }
    type User @key(fields: "id", resolvable: false) { id: ID! }`,
  users: `${link}
    type Query { user(id: ID!): User }
    type User @key(fields: "id") { id: ID! name: String! email: String! team: Team! }
    type Team { id: ID! name: String! }`,
  comments: `${link}
    type Document @key(fields: "id") { id: ID! comments(first: Int!): [Comment!]! }
    type Comment { id: ID! text: String! author: User! }
    type User @key(fields: "id", resolvable: false) { id: ID! }`,
  statistics: `${link}
    type Document @key(fields: "id") { id: ID! views: Int! score: Float! }`,
}

type Ref = { readonly id: string }
const user = (n: number) => ({ __typename: 'User', id: `u${n % 10}` })
const document = (n: number) => ({
  id: `d${n}`,
  title: `The document of number ${n}`,
  body: `Paragraph ${n} of some length. `.repeat(30),
  tags: ['alpha', 'beta', `n${n}`],
  author: user(n),
})
const numberOf = ({ id }: Ref) => Number(id.slice(1))

export const resolvers = {
  documents: {
    Query: {
      documents: (_: unknown, { first }: { readonly first: number }) =>
        Array.from({ length: first }, (_, n) => document(n)),
      document: (_: unknown, ref: Ref) => document(numberOf(ref)),
    },
    Document: { __resolveReference: (ref: Ref) => document(numberOf(ref)) },
  },
  users: {
    Query: { user: (_: unknown, ref: Ref) => ref },
    User: {
      __resolveReference: (ref: Ref) => ref,
      name: (ref: Ref) => `The name of ${ref.id}`,
      email: (ref: Ref) => `${ref.id}@example.test`,
      team: (ref: Ref) => ({ id: `t${numberOf(ref) % 3}`, name: `Team ${numberOf(ref) % 3}` }),
    },
  },
  comments: {
    Document: {
      __resolveReference: (ref: Ref) => ref,
      comments: (ref: Ref, { first }: { readonly first: number }) =>
        Array.from({ length: first }, (_, n) => ({
          id: `${ref.id}c${n}`,
          text: `Comment ${n} on ${ref.id}, with a few words`,
          author: user(n),
        })),
    },
  },
  statistics: {
    Document: {
      __resolveReference: (ref: Ref) => ref,
      views: (ref: Ref) => numberOf(ref) * 17,
      score: (ref: Ref) => numberOf(ref) / 7,
    },
  },
}

export const subgraphNames = ['documents', 'users', 'comments', 'statistics'] as const
export type SubgraphName = (typeof subgraphNames)[number]

export const schemaOf = (name: SubgraphName, more: object = {}): GraphQLSchema =>
  buildSubgraphSchema([{ typeDefs: parse(sdl[name]), resolvers: { ...resolvers[name], ...more } }])

export function supergraphOf(urls: Readonly<Record<SubgraphName, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphNames.map((name) => ({ name, url: urls[name], typeDefs: parse(sdl[name]) })),
  )
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [])
  return supergraphSdl
}

/** What is measured: an operation, and how many requests a block has. */
export const operations = {
  'three subgraphs': {
    query: `query Three($id: ID!) { document(id: $id) { id title tags author { name email team { name } }
      comments(first: 5) { text author { name email } } } }`,
    variables: { id: 'd3' },
    block: 400,
    connections: 16,
  },
  'list of 50 kB': {
    query: `query List($first: Int!) { documents(first: $first) { id title body tags views score author { id name email team { id name } }
      comments(first: 8) { id text author { id name email } } } }`,
    variables: { first: 20 },
    block: 60,
    connections: 8,
  },
  'single fetch': {
    query: 'query Small($id: ID!) { document(id: $id) { id title tags } }',
    variables: { id: 'd3' },
    block: 800,
    connections: 16,
  },
} as const
export type OperationName = keyof typeof operations
