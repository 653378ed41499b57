import { describe, expect, test } from 'vitest'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { anonymous, executeOn } from '../testing/execute-on.ts'
import { startGateway } from '../testing/start-gateway.ts'
import { testGraph, type TestSubgraph } from '../testing/test-graph.ts'
import { stockExecutor } from './executors.ts'

const inTenant = (tenantId: string): Identity => ({
  ...anonymous(),
  kind: 'service',
  service: 's',
  tenantId,
  onBehalfOf: null,
})

/** The old home of a field, and the new one under a label. */
const moving = (label: string, root = 'new'): Readonly<Record<string, TestSubgraph>> => ({
  old: {
    sdl: `type Query { fromOld: Item } type Item @key(fields: "id") { id: ID! price: String }`,
    resolvers: {
      Query: { fromOld: () => ({ id: '1', price: 'old' }) },
      Item: { __resolveReference: ({ id }: { id: string }) => ({ id, price: 'old' }) },
    },
  },
  new: {
    sdl: `type Query { fromNew: Item } type Item @key(fields: "id") { id: ID! price: String @override(from: "old", label: "${label}") }`,
    resolvers: {
      Query: { fromNew: () => ({ id: '1', price: root }) },
      Item: { __resolveReference: ({ id }: { id: string }) => ({ id, price: 'new' }) },
    },
  },
})
const query = '{ fromOld { price } fromNew { price } }'
const everywhere = (price: string) => ({ data: { fromOld: { price }, fromNew: { price } } })

describe('a field that moves to another subgraph under a label', () => {
  test('is asked of the old one for none of a hundred, and of the new one for all', async () => {
    expect(await executeOn(testGraph(moving('percent(0)')), query, {}, inTenant('ten_1'))).toEqual(everywhere('old'))
    expect(await executeOn(testGraph(moving('percent(100)')), query, {}, inTenant('ten_1'))).toEqual(everywhere('new'))
  })

  test('stays where it was under a label that nothing here evaluates, as with stock Apollo', async () => {
    const graph = testGraph(moving('percent(0)'))
    expect(await (await stockExecutor(graph))(query)).toEqual(everywhere('old'))
  })

  test('moves for about its share of tenants, and for each of them always', async () => {
    const graph = testGraph(moving('percent(30)'))
    const priceFor = async (tenant: number) =>
      JSON.stringify(await executeOn(graph, query, {}, inTenant(`ten_${tenant}`)))
    const first = await Promise.all(Array.from({ length: 300 }, (_, tenant) => priceFor(tenant)))
    const moved = first.filter((price) => price === JSON.stringify(everywhere('new'))).length
    expect(first.filter((price) => price === JSON.stringify(everywhere('old'))).length).toBe(300 - moved)
    expect(moved).toBeGreaterThan(60)
    expect(moved).toBeLessThan(120)
    expect(await Promise.all(Array.from({ length: 300 }, (_, tenant) => priceFor(tenant)))).toEqual(first)
  })

  test('goes on moving in a new version of the graph', async () => {
    const graph = testGraph(moving('percent(100)'))
    await using running = await startGateway(graph)
    expect(await running.post({ query })).toMatchObject(everywhere('new'))
    await running.gateway.replaceSupergraph(testGraph(moving('percent(0)')).supergraphSdl)
    expect(await running.post({ query })).toMatchObject(everywhere('old'))
  })
})

describe('an enum that subgraphs know different values of', () => {
  const graph = testGraph({
    one: {
      sdl: `type Query { asked(by: Order): String shown: Shade } enum Order { UP DOWN SIDEWAYS } enum Shade { RED BLUE }`,
      resolvers: { Query: { asked: (_: unknown, { by }: { by?: string }) => `one ${by}`, shown: () => 'RED' } },
    },
    two: {
      sdl: `type Query { also(by: Order): String seen: Shade } enum Order { DOWN UP TWICE } enum Shade { BLUE GREEN }`,
      resolvers: { Query: { also: (_: unknown, { by }: { by?: string }) => `two ${by}`, seen: () => 'GREEN' } },
    },
  })

  test('holds, where it is asked with, what all of them know', async () => {
    const { data } = await executeOn(graph, '{ __type(name: "Order") { enumValues { name } } }')
    expect(data).toEqual({ __type: { enumValues: [{ name: 'UP' }, { name: 'DOWN' }] } })
    expect(await executeOn(graph, '{ asked(by: UP) also(by: UP) }')).toEqual({
      data: { asked: 'one UP', also: 'two UP' },
    })
    const query = 'query ($by: Order) { asked(by: $by) also(by: $by) }'
    expect(await executeOn(graph, query, { by: 'DOWN' })).toEqual({ data: { asked: 'one DOWN', also: 'two DOWN' } })
    for (const by of ['SIDEWAYS', 'TWICE'])
      expect((await executeOn(graph, query, { by })).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
  })

  test('holds, where it is answered with, what any of them knows', async () => {
    const expected = { data: { shown: 'RED', seen: 'GREEN' } }
    expect(await executeOn(graph, '{ shown seen }')).toEqual(expected)
    expect(await (await stockExecutor(graph))('{ shown seen }')).toEqual(expected)
  })
})
