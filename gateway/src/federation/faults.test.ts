import { describe, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { executeOn } from '../testing/execute-on.ts'
import { testGraph, type TestSubgraph } from '../testing/test-graph.ts'
import { stockExecutor } from './executors.ts'

type Ref = { readonly id: string }

const rooms: TestSubgraph = {
  sdl: `
    type Query { room(id: ID!): Room rooms: [Room] mustHave: Room! wrongLeaf: Int wrongEnum: Colour wrongList: [Int] thing: Thing things: [Thing!] }
    type Mutation { open(id: ID!): Room close(id: ID!): Room fail: Room! }
    type Room @key(fields: "id") { id: ID! name: String colour: Colour }
    enum Colour { RED GREEN }
    interface Thing { id: ID! }
    type Chair implements Thing { id: ID! }
    type Ghost implements Thing @inaccessible { id: ID! }`,
  resolvers: {
    Query: {
      room: (_: unknown, ref: Ref) =>
        ref.id === 'none' ? null : { id: ref.id, name: `room ${ref.id}`, colour: 'RED' },
      rooms: () => ['a', 'broken', 'gone', 'b', 'broken'].map((id) => ({ id, name: id })),
      thing: () => ({ __typename: 'Ghost', id: 'g' }),
      things: () => [
        { __typename: 'Chair', id: 'c' },
        { __typename: 'Ghost', id: 'g' },
      ],
    },
    Mutation: {
      open: (_: unknown, { id }: Ref) => ({ id, name: `opened ${id} after ${log.push(`open ${id}`) - 1}` }),
      close: (_: unknown, { id }: Ref) => ({ id, name: `closed ${id} after ${log.push(`close ${id}`) - 1}` }),
      fail: () => {
        throw new ClientError('CONFLICT', 'locked')
      },
    },
  },
}
const log: string[] = []

const bookings: TestSubgraph = {
  sdl: `
    type Room @key(fields: "id") { id: ID! guests: [Guest!] price: Int! note: String lead: Guest! wish(text: String): String }
    type Guest { name: String! age: Int! }
    type Mutation { book(id: ID!): Room }`,
  resolvers: {
    Room: {
      __resolveReference: ({ id }: Ref) => {
        if (id === 'broken') return Promise.reject(new ClientError('NOT_FOUND', `no ${id}`))
        if (id === 'explodes') throw new ClientError('CONFLICT', 'none of these')
        return id === 'gone' ? null : { id }
      },
      guests: ({ id }: Ref) => (id === 'b' ? [{ name: 'Ada', age: null }] : [{ name: 'Ada', age: 36 }]),
      price: ({ id }: Ref) => (id === 'free' ? null : 100),
      note: ({ id }: Ref) => {
        if (id === 'a') throw new ClientError('FORBIDDEN', 'not for you')
        return 'quiet'
      },
      lead: () => ({ name: 'Ada', age: 36 }),
    },
    Mutation: { book: (_: unknown, { id }: Ref) => ({ id: `booked ${id} after ${log.push(`book ${id}`) - 1}` }) },
  },
}

const graph = testGraph({ rooms, bookings })
const stock = await stockExecutor(graph)
const ask = (query: string) => executeOn(graph, query)

/** Ours, and where stock is held to be right, that it has the same data. */
async function both(query: string) {
  const answer = await ask(query)
  expect(answer.data, 'stock @apollo/gateway').toEqual((await stock(query)).data)
  return answer
}

describe('nulls', () => {
  test('an entity that a subgraph does not know leaves its nullable fields null', async () => {
    expect(await both('{ room(id: "gone") { name note } }')).toEqual({
      data: { room: { name: 'room gone', note: null } },
    })
  })
  test('an entity that a subgraph does not know, with a field that may not be null, is null', async () => {
    const { data, errors, extensions } = await both('{ room(id: "gone") { name price } }')
    expect({ data, errors }).toEqual({ data: { room: null }, errors: undefined })
    expect(extensions).toMatchObject({ valueCompletion: [{ path: ['room', 'price'] }] })
  })
  test('a null where none may stand is reported by its subgraph and empties the nearest place that may be null', async () => {
    const { data, errors } = await both('{ rooms { id guests { name age } } }')
    expect(data).toMatchObject({
      rooms: [
        { id: 'a' },
        { id: 'broken', guests: null },
        { id: 'gone', guests: null },
        { id: 'b', guests: null },
        { id: 'broken', guests: null },
      ],
    })
    expect(errors?.find(({ message }) => message.startsWith('Cannot return null'))?.path).toEqual([
      'rooms',
      3,
      'guests',
      0,
      'age',
    ])
  })
  test('a root field that may not be null takes all data with it', async () => {
    const { data, errors } = await both('{ mustHave { id } }')
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ path: ['mustHave'] }])
  })
  test('a null root field needs no second fetch', async () => {
    graph.calls.length = 0
    expect(await ask('{ room(id: "none") { price } }')).toEqual({ data: { room: null } })
    expect(graph.calls).toHaveLength(1)
  })
})

describe('errors', () => {
  test('of an entity stand at every place that waits for it', async () => {
    const { data, errors } = await both('{ rooms { id note } }')
    expect(data).toMatchObject({
      rooms: [{ note: null }, { note: null }, { note: null }, { note: 'quiet' }, { note: null }],
    })
    expect(errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['rooms', 0, 'note'], 'FORBIDDEN'],
      [['rooms', 1], 'NOT_FOUND'],
      [['rooms', 4], 'NOT_FOUND'],
    ])
  })
  test('of a field under an alias stand at the alias', async () => {
    const { errors } = await both('{ r: room(id: "a") { n: note } }')
    expect(errors?.map(({ path }) => path)).toEqual([['r', 'n']])
  })
  test('of a field under an alias that the planner reserves stand at the alias', async () => {
    const { errors } = await ask('{ r: room(id: "a") { id: note } }')
    expect(errors?.map(({ path }) => path)).toEqual([['r', 'id']])
  })
  test('carry code and message, and nothing of the subgraph', async () => {
    const { errors } = await ask('{ room(id: "a") { note } }')
    expect(errors).toEqual([{ message: 'not for you', path: ['room', 'note'], extensions: { code: 'FORBIDDEN' } }])
  })
  test('of one part leave the others, even where the subgraph gives up a whole list of entities', async () => {
    const { data, errors } = await both('{ a: room(id: "explodes") { name note } b: room(id: "b") { name note } }')
    expect(data).toEqual({ a: { name: 'room explodes', note: null }, b: { name: 'room b', note: 'quiet' } })
    expect(errors).toHaveLength(1)
    expect(errors?.[0]?.path).toEqual(['a'])
  })
})

describe('answers that do not fit the graph', () => {
  const answering = (answer: object) => ({
    ...graph,
    sources: new Map([
      ...graph.sources,
      [
        'rooms',
        {
          name: 'rooms',
          process: async () => structuredClone(answer),
          subscribe: () => Promise.reject(new Error('none')),
        },
      ],
    ]),
  })
  const from = (data: object, query: string) => executeOn(answering({ data }), query)

  test('a leaf of another type is null', async () => {
    expect(await from({ wrongLeaf: 'seven' }, '{ wrongLeaf }')).toMatchObject({
      data: { wrongLeaf: null },
      extensions: { valueCompletion: [{ path: ['wrongLeaf'] }] },
    })
  })
  test('a number too large for Int is null', async () => {
    expect((await from({ wrongLeaf: 2 ** 40 }, '{ wrongLeaf }')).data).toEqual({ wrongLeaf: null })
  })
  test('an enum value that the graph does not have is null', async () => {
    expect((await from({ wrongEnum: 'INFRARED' }, '{ wrongEnum }')).data).toEqual({ wrongEnum: null })
  })
  test('a list that is none is null', async () => {
    expect((await from({ wrongList: 1 }, '{ wrongList }')).data).toEqual({ wrongList: null })
  })
  test('an object that is none is null', async () => {
    expect((await from({ room: 'a' }, '{ room(id: "a") { name } }')).data).toEqual({ room: null })
  })
  test('fields that nobody asked for are left out', async () => {
    expect((await from({ room: { name: 'a', secret: 1 }, other: 2 }, '{ room(id: "a") { name } }')).data).toEqual({
      room: { name: 'a' },
    })
  })
  test('a field that is missing is null', async () => {
    expect((await from({ room: {} }, '{ room(id: "a") { name } }')).data).toEqual({ room: { name: null } })
  })
  test('no data at all is null everywhere', async () => {
    expect((await executeOn(answering({}), '{ room(id: "a") { name } }')).data).toEqual({ room: null })
  })
  test('a list of entities of another length is an error, and nothing is put at a wrong place', async () => {
    const short = {
      name: 'bookings',
      process: async () => ({ data: { _entities: [{ note: 'x' }] } }),
      subscribe: () => Promise.reject(new Error('none')),
    }
    const { data, errors } = await executeOn(
      { ...graph, sources: new Map([...graph.sources, ['bookings', short]]) },
      '{ rooms { id note } }',
    )
    expect(data).toMatchObject({ rooms: Array.from({ length: 5 }, () => ({ note: null })) })
    expect(errors).toMatchObject([{ path: ['rooms'], extensions: { code: 'UNAVAILABLE' } }])
  })
  test('a type that is not for clients is null, and its name is not told', async () => {
    const answer = await ask('{ thing { __typename id } }')
    expect(answer.data).toEqual({ thing: null })
    expect(JSON.stringify(answer)).not.toContain('Ghost')
  })
  test('a type that is not for clients empties the list that may not hold null', async () => {
    expect((await ask('{ things { id } }')).data).toEqual({ things: null })
  })
})

describe('mutations', () => {
  test('run one after another, across subgraphs, in the order in which they are written', async () => {
    log.length = 0
    await ask('mutation { open(id: "1") { name } book(id: "2") { id } close(id: "3") { name } }')
    expect(log).toEqual(['open 1', 'book 2', 'close 3'])
  })
  test('read what they wrote from other subgraphs', async () => {
    expect((await ask('mutation { open(id: "a") { price guests { name } } }')).data).toEqual({
      open: { price: 100, guests: [{ name: 'Ada' }] },
    })
  })
  test('one that fails and may not be null takes the data, and those before it stay done', async () => {
    log.length = 0
    const { data, errors } = await ask('mutation { open(id: "1") { id } fail { id } }')
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ path: ['fail'], extensions: { code: 'CONFLICT' } }])
    expect(log).toEqual(['open 1'])
  })
  test('the same mutation twice runs twice', async () => {
    log.length = 0
    await ask('mutation { a: open(id: "1") { id } b: open(id: "1") { id } }')
    expect(log).toEqual(['open 1', 'open 1'])
  })
})
