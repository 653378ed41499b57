import { describe, expect, test } from 'vitest'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph } from '../testing/test-graph.ts'
import type { Case } from './shop-cases.ts'
import { ourExecutor, referenceExecutor, stockExecutor } from './executors.ts'

type Ref = { readonly id: string }
type Row = { readonly [field: string]: unknown }

const greetingOf = (id: string) => (language: unknown) => `${language === 'nl' ? 'dag' : 'hello'} ${id}`
const guest = (id: string, language: string | null): Row => ({
  __typename: 'Guest',
  id,
  greeting: greetingOf(id)(language),
  loud: ({ mark }: { mark: string }) => `${greetingOf(id)(language)}${mark}`,
})
const rooms: Readonly<Record<string, Row>> = {
  a: { __typename: 'Room', id: 'a', language: 'nl', guests: [guest('g1', 'nl'), guest('g2', 'nl')] },
  b: { __typename: 'Room', id: 'b', language: 'en', guests: [guest('g1', 'en'), null] },
  c: { __typename: 'Room', id: 'c', language: null, guests: [guest('g3', null)] },
}
const lobby: Row = { __typename: 'Lobby', id: 'l', language: 'en', visitor: guest('g4', 'en') }
const roots: Row = {
  room: ({ id }: Ref) => rooms[id] ?? null,
  rooms: () => Object.values(rooms),
  lobby,
  places: () => [lobby, rooms['a']],
}
const idsOf = (list: unknown) => (list as readonly (Ref | null)[]).map((one) => (one === null ? null : { id: one.id }))
const asStored = (room: Row) => ({ ...room, guests: idsOf(room['guests']) })

const graph = testGraph({
  house: {
    sdl: `
      type Query { room(id: ID!): Room rooms: [Room!]! lobby: Lobby places: [Place!]! }
      union Place = Room | Lobby
      type Room @key(fields: "id") { id: ID! language: String guests: [Guest]! }
      type Lobby @key(fields: "id") { id: ID! language: String visitor: Guest }
      type Guest @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        room: (_: unknown, { id }: Ref) => (rooms[id] === undefined ? null : asStored(rooms[id])),
        rooms: () => Object.values(rooms).map(asStored),
        lobby: () => ({ ...lobby, visitor: { id: 'g4' } }),
        places: () => [{ ...lobby, visitor: { id: 'g4' } }, asStored(rooms['a'] ?? {})],
      },
    },
  },
  guests: {
    sdl: `
      type Room @key(fields: "id") @context(name: "place") { id: ID! language: String @external }
      type Lobby @key(fields: "id") @context(name: "place") { id: ID! language: String @external }
      type Guest @key(fields: "id") {
        id: ID!
        greeting(language: String @fromContext(field: "$place { language }")): String!
        loud(mark: String! = "!", language: String @fromContext(field: "$place { language }")): String!
      }`,
    resolvers: {
      Guest: {
        __resolveReference: ({ id }: Ref) => ({ id }),
        greeting: ({ id }: Ref, { language }: Row) => greetingOf(id)(language),
        loud: ({ id }: Ref, { language, mark }: Row) => `${greetingOf(id)(language)}${String(mark)}`,
      },
    },
  },
})
const ours = ourExecutor(graph)
const reference = referenceExecutor(graph, roots)

const cases: readonly Case[] = [
  { title: 'is that of the object above', query: '{ room(id: "a") { guests { greeting } } }' },
  { title: 'is that of each object above', query: '{ rooms { id guests { id greeting } } }' },
  { title: 'is null where that is null', query: '{ room(id: "c") { guests { greeting } } }' },
  {
    title: 'is taken beside the same field that a client asks for',
    query: '{ rooms { language guests { greeting } } }',
  },
  { title: 'is taken under an alias', query: '{ rooms { tongue: language guests { hello: greeting } } }' },
  { title: 'is taken where its own name is an alias', query: '{ rooms { language: id guests { greeting } } }' },
  { title: 'stands beside one that a client gives', query: '{ rooms { guests { loud(mark: "?") } } }' },
  {
    title: 'stands beside one of a variable',
    query: 'query ($m: String!) { rooms { guests { loud(mark: $m) greeting } } }',
    variables: { m: '.' },
  },
  { title: 'is that of another type of the same context', query: '{ lobby { visitor { greeting } } }' },
  {
    title: 'is that of whichever type a union holds',
    query: '{ places { ... on Room { guests { greeting } } ... on Lobby { visitor { greeting } } } }',
  },
  {
    title: 'is asked for under a condition',
    query: 'query ($b: Boolean!) { rooms { guests { id greeting @include(if: $b) } } }',
    variables: { b: true },
  },
]

describe('an argument that comes from around its object', () => {
  for (const { title, query, variables } of cases) {
    test(`${title}, as one server answers`, async () => {
      const expected = await reference(query, variables)
      expect(expected.errors).toBeUndefined()
      expect(await ours(query, variables)).toEqual(expected)
    })
  }
  test('is hidden from clients', async () => {
    const { data } = await ours('{ __type(name: "Guest") { fields { name args { name } } } }')
    expect(data).toEqual({
      __type: {
        fields: [
          { name: 'id', args: [] },
          { name: 'greeting', args: [] },
          { name: 'loud', args: [{ name: 'mark' }] },
        ],
      },
    })
  })
  test('puts entities of one context into one call', async () => {
    graph.calls.length = 0
    await ours('{ rooms { guests { greeting } } }')
    expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['house', 'guests', 'guests', 'guests'])
  })
  test('is filled in by the gateway as it is served', async () => {
    await using server = await startGateway(graph)
    expect((await server.post({ query: '{ room(id: "a") { guests { greeting } } }' })).data).toEqual({
      room: { guests: [{ greeting: 'dag g1' }, { greeting: 'dag g2' }] },
    })
  })
  test('is not for stock Apollo, which refuses such a graph', async () => {
    await expect(stockExecutor(graph)).rejects.toThrow('is for: SECURITY but is unsupported')
  })
})
