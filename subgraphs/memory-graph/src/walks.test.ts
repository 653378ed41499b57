import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
const ada = userIdentity()
const grace = userIdentity({ tenantId: ada.tenantId, role: 'viewer' })
const ids: Record<string, string> = {}
const idOf = (title: string) => ids[title] ?? title

/** a → b → d and a → c → d are as short; a ⇢ d is one weak step; d → e; f is alone. */
beforeAll(async () => {
  graph = await startGraph()
  for (const title of 'abcdef') {
    ids[title] = await graph.remember(ada, title, { type: title === 'c' ? 'EPISODIC' : 'SEMANTIC' })
  }
  for (const [from, to, weight] of [
    ['a', 'b', 1],
    ['b', 'd', 0.8],
    ['a', 'c', 0.5],
    ['c', 'd', 0.5],
    ['a', 'd', 0.2],
    ['d', 'e', 0],
  ] as const)
    await graph.relate(ada, idOf(from), idOf(to), 'RELATED_TO', { weight })
})
afterAll(() => graph[Symbol.asyncDispose]())

type Titled = { readonly title: string }
const word = (memories: readonly Titled[]) => memories.map(({ title }) => title).join('')

describe('ways between two memories', () => {
  const ways = async (from: string, to: string, args = '') => {
    const { paths } = await graph.must<{
      paths: { nodes: { memories: Titled[]; relations: { id: string }[]; cost: number }[]; truncated: boolean }
    }>(
      grace,
      `query ($from: ID!, $to: ID!) { paths(fromId: $from, toId: $to ${args}) {
        nodes { memories { title } relations { id } cost stale } truncated stale } }`,
      { from: idOf(from), to: idOf(to) },
    )
    for (const { memories, relations } of paths.nodes) expect(relations.length).toBe(memories.length - 1)
    return {
      found: paths.nodes.map(({ memories, cost }) => [word(memories), cost] as const),
      truncated: paths.truncated,
    }
  }

  test('are those of the fewest steps', async () => {
    expect(await ways('a', 'd')).toEqual({ found: [['ad', 1]], truncated: false })
  })
  test('go on with longer ones where those are wanted, up to a number of steps', async () => {
    const { found } = await ways('a', 'd', ', onlyShortest: false')
    expect(found[0]).toEqual(['ad', 1])
    expect(new Map(found)).toEqual(
      new Map([
        ['ad', 1],
        ['abd', 2],
        ['acd', 2],
      ]),
    )
    expect((await ways('a', 'd', ', onlyShortest: false, maxDepth: 1')).found).toEqual([['ad', 1]])
  })
  test('go over strong relations before weak ones, and over none of weight 0', async () => {
    expect((await ways('a', 'd', ', by: WEIGHT, onlyShortest: false')).found).toEqual([
      ['abd', 2.25],
      ['acd', 4],
      ['ad', 5],
    ])
    expect((await ways('a', 'e', ', by: WEIGHT')).found).toEqual([])
    expect((await ways('a', 'e')).found).toEqual([['ade', 2]])
  })
  test('pass through what a filter lets through, and say when there are more', async () => {
    const filter = ', onlyShortest: false, filter: { types: ["EPISODIC"] }'
    expect((await ways('a', 'd', filter)).found).toEqual([
      ['ad', 1],
      ['acd', 2],
    ])
    expect(await ways('a', 'd', ', onlyShortest: false, first: 1')).toEqual({ found: [['ad', 1]], truncated: true })
  })
  test('are none to what is not there, or not joined', async () => {
    for (const to of ['f', 'mem_none']) expect(await ways('a', to)).toEqual({ found: [], truncated: false })
  })
  test('are one of no steps from a memory to itself', async () => {
    expect((await ways('a', 'a', ', onlyShortest: false')).found).toEqual([['a', 0]])
  })
  test('of which one is the shortest, by either measure', async () => {
    const one = async (args: string) => {
      const query = `query ($from: ID!, $to: ID!) { path(fromId: $from, toId: $to ${args}) { memories { title } cost } }`
      const { path } = await graph.must<{ path: { memories: Titled[]; cost: number } | null }>(grace, query, {
        from: idOf('a'),
        to: idOf('d'),
      })
      return path && [word(path.memories), path.cost]
    }
    expect(await one('')).toEqual(['ad', 1])
    expect(await one(', by: WEIGHT')).toEqual(['abd', 2.25])
    expect(await one(', by: WEIGHT, filter: { types: ["EPISODIC"] }')).toEqual(['acd', 4])
    expect(await one(', by: WEIGHT, direction: IN')).toBeNull()
  })
  test.each(['maxDepth: 0', 'maxDepth: 11', 'first: 0', 'first: 101'])('are refused with %s', async (args) => {
    const query = `query ($id: ID!) { paths(fromId: $id, toId: $id, ${args}) { truncated } }`
    expect(await graph.refusal(grace, query, { id: idOf('a') })).toBe('BAD_USER_INPUT')
  })
})

describe('a subgraph', () => {
  const around = async (titles: readonly string[], args = '') => {
    const { subgraph } = await graph.must<{
      subgraph: { memories: Titled[]; relations: { from: Titled; to: Titled }[]; truncated: boolean; stale: boolean }
    }>(
      grace,
      `query ($ids: [ID!]!) { subgraph(ids: $ids ${args}) {
        memories { title } relations { from { title } to { title } } truncated stale } }`,
      { ids: titles.map(idOf) },
    )
    expect(subgraph.stale).toBe(false)
    const relations = subgraph.relations.map(({ from, to }) => from.title + to.title).toSorted()
    return { memories: word(subgraph.memories), relations: relations.join(' '), truncated: subgraph.truncated }
  }

  test('is what is around some memories, with every relation between any two of it', async () => {
    expect(await around(['e'])).toEqual({ memories: 'ed', relations: 'de', truncated: false })
    const whole = await around(['e', 'f'], ', depth: 2')
    expect(whole).toMatchObject({ relations: 'ab ac ad bd cd de', truncated: false })
    expect(whole.memories.slice(0, 3).split('').toSorted().join('')).toBe('def')
  })
  test('of no depth is those memories alone', async () => {
    expect(await around(['a', 'd', 'f'], ', depth: 0')).toEqual({ memories: 'adf', relations: 'ad', truncated: false })
  })
  test('follows direction, types and filter', async () => {
    expect((await around(['d'], ', direction: OUT')).memories).toBe('de')
    expect((await around(['d'], ', types: ["PART_OF"]')).memories).toBe('d')
    expect((await around(['d'], ', depth: 2, filter: { types: ["EPISODIC"] }')).memories).toBe('dc')
  })
  test('says when there is more of it', async () => {
    const cut = await around(['e'], ', depth: 2, first: 3')
    expect(cut.memories.slice(0, 2)).toBe('ed')
    expect(cut).toMatchObject({ truncated: true })
    expect(cut.memories).toHaveLength(3)
  })
  test('leaves out what is not there', async () => {
    expect(await around(['mem_none', 'f'])).toEqual({ memories: 'f', relations: '', truncated: false })
  })
  test.each([
    [{ depth: 7 }],
    [{ depth: -1 }],
    [{ first: 0 }],
    [{ first: 501 }],
    [{ ids: [] }],
    [{ ids: Array.from({ length: 101 }, (_, n) => `mem_${n}`) }],
    [{ ids: ['x'.repeat(101)] }],
  ])('is refused: %j', async (given) => {
    const query = `query ($ids: [ID!]!, $depth: Int! = 1, $first: Int! = 5) {
      subgraph(ids: $ids, depth: $depth, first: $first) { truncated } }`
    expect(await graph.refusal(grace, query, { ids: [idOf('a')], ...given })).toBe('BAD_USER_INPUT')
  })
})

describe('what memories have in common', () => {
  const common = async (titles: readonly string[], args = '') => {
    const { commonNeighbours } = await graph.must<{
      commonNeighbours: { edges: { node: Titled; via: { weight: number }[] }[]; nodes: Titled[]; truncated: boolean }
    }>(
      grace,
      `query ($ids: [ID!]!) { commonNeighbours(ids: $ids ${args}) {
        edges { node { title } via { weight } } nodes { title } truncated stale } }`,
      { ids: titles.map(idOf) },
    )
    const { edges, nodes, truncated } = commonNeighbours
    expect(nodes).toEqual(edges.map(({ node }) => node))
    return { found: edges.map(({ node, via }) => [node.title, ...via.map(({ weight }) => weight)]), truncated }
  }

  test('is a step from each of them, the most strongly joined first, with the relations', async () => {
    expect(await common(['a', 'd'])).toEqual({
      found: [
        ['b', 1, 0.8],
        ['c', 0.5, 0.5],
      ],
      truncated: false,
    })
    expect(await common(['a', 'd'], ', first: 1')).toEqual({ found: [['b', 1, 0.8]], truncated: true })
  })
  test('follows direction, types and filter', async () => {
    expect((await common(['b', 'c'], ', direction: OUT')).found.map(([title]) => title)).toEqual(['d'])
    expect((await common(['a', 'd'], ', types: ["PART_OF"]')).found).toEqual([])
    expect((await common(['a', 'd'], ', filter: { types: ["EPISODIC"] }')).found.map(([title]) => title)).toEqual(['c'])
  })
  test('is nothing where one of them is not there', async () => {
    expect((await common(['a', 'mem_none'])).found).toEqual([])
  })
  test.each([[['a']], [['a', 'a']], [Array.from({ length: 21 }, (_, n) => `mem_${n}`)]])(
    'is refused of %j',
    async (titles) => {
      const query = 'query ($ids: [ID!]!) { commonNeighbours(ids: $ids) { truncated } }'
      expect(await graph.refusal(grace, query, { ids: titles })).toBe('BAD_USER_INPUT')
    },
  )
})
