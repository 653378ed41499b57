import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
const ada = userIdentity()
const grace = userIdentity({ tenantId: ada.tenantId, role: 'editor' })
const ids: Record<string, string> = {}

/** a → b → c → d, a → c, e alone. */
beforeAll(async () => {
  graph = await startGraph()
  const make = async (viewer: User, title: string, more: Record<string, unknown>) => {
    ids[title] = await graph.remember(viewer, title, more)
  }
  await make(ada, 'a', {
    type: 'SEMANTIC',
    tags: ['x', 'y'],
    content: 'The ferry leaves Lisbon at noon',
    importance: 0.9,
  })
  await make(ada, 'b', {
    type: 'EPISODIC',
    tags: ['x'],
    content: 'We took a tram',
    properties: { city: 'Lisbon', n: 1 },
  })
  await make(grace, 'c', { type: 'EPISODIC', tags: ['y'], content: 'Custard tarts', validTo: '2020-01-01T00:00:00Z' })
  await make(grace, 'd', { type: 'PROCEDURAL', content: 'Ferries need tickets', importance: 0.1 })
  await make(ada, 'e', { type: 'DECLARATIVE', content: 'Nothing to do with it' })
  for (const [from, to, type] of [
    ['a', 'b', 'PRECEDES'],
    ['b', 'c', 'PRECEDES'],
    ['c', 'd', 'DEPENDS_ON'],
    ['a', 'c', 'SUPPORTS'],
  ] as const)
    await graph.relate(ada, idOf(from), idOf(to), type)
})
afterAll(() => graph[Symbol.asyncDispose]())

const idOf = (title: string) => ids[title] ?? title
type Page = {
  nodes: { title: string }[]
  edges: { cursor: string }[]
  totalCount: number
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null }
}
const titles = ({ nodes }: { readonly nodes: readonly { readonly title: string }[] }) => nodes.map(({ title }) => title)

describe('the list of memories', () => {
  const list = async (variables: Record<string, unknown>) =>
    (
      await graph.must<{ memories: Page }>(
        grace,
        `query ($filter: MemoryFilter, $sort: MemorySort! = CREATED_AT, $order: SortOrder! = DESC, $first: Int, $after: String) {
          memories(filter: $filter, sort: $sort, order: $order, first: $first, after: $after) {
            nodes { title } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
        variables,
      )
    ).memories

  test.each([
    [{ types: ['EPISODIC', 'PROCEDURAL'] }, ['b', 'c', 'd']],
    [{ tags: ['x', 'y'] }, ['a']],
    [{ tags: ['y'] }, ['a', 'c']],
    [{ createdBy: [grace.userId] }, ['c', 'd']],
    [{ properties: { city: 'Lisbon', n: 1 } }, ['b']],
    [{ properties: { n: '1' } }, []],
    [{ validAt: '2026-01-01T00:00:00Z' }, ['a', 'b', 'd', 'e']],
    [{ createdFrom: '2100-01-01T00:00:00Z' }, []],
    [{ createdTo: '2100-01-01T00:00:00Z', types: ['SEMANTIC'] }, ['a']],
    [{ types: [] }, []],
    [{}, ['a', 'b', 'c', 'd', 'e']],
  ])('holds those that a filter lets through, with their number: %j', async (filter, expected) => {
    const page = await list({ filter, sort: 'TITLE', order: 'ASC' })
    expect(titles(page)).toEqual(expected)
    expect(page.totalCount).toBe(expected.length)
  })

  test.each([
    ['CREATED_AT', 'ASC', 'abcde'],
    ['CREATED_AT', 'DESC', 'edcba'],
    ['UPDATED_AT', 'DESC', 'edcba'],
    ['TITLE', 'DESC', 'edcba'],
    ['IMPORTANCE', 'DESC', 'adecb'],
    ['IMPORTANCE', 'ASC', 'bceda'],
  ])('is in the order asked for and paged through without a gap: %s %s', async (sort, order, expected) => {
    const seen: string[] = []
    let page = await list({ sort, order, first: 2 })
    expect(page.pageInfo.hasPreviousPage).toBe(false)
    seen.push(...titles(page))
    while (page.pageInfo.hasNextPage) {
      page = await list({ sort, order, first: 2, after: page.pageInfo.endCursor })
      expect(page.pageInfo.hasPreviousPage).toBe(true)
      seen.push(...titles(page))
    }
    expect(seen.join('')).toBe(expected)
  })

  test.each([{ first: 0 }, { first: 101 }, { after: 'nonsense' }, { filter: { properties: { a: [1] } } }])(
    'refuses %j',
    async (variables) => {
      const query =
        'query ($first: Int, $after: String, $filter: MemoryFilter) { memories(first: $first, after: $after, filter: $filter) { nodes { id } } }'
      expect(await graph.refusal(grace, query, variables)).toBe('BAD_USER_INPUT')
    },
  )
})

describe('the estimated number of memories', () => {
  const eve = userIdentity()
  const fill = async (from: number, to: number) => {
    const lines = Array.from({ length: to - from }, (_, n) =>
      JSON.stringify({ kind: 'memory', externalId: `m${from + n}`, type: 'SEMANTIC', title: `Memory ${from + n}` }),
    ).join('\n')
    const query = 'mutation ($input: ImportMemoriesInput!) { importMemories(input: $input) { created } }'
    expect(await graph.must(eve, query, { input: { lines } })).toEqual({ importMemories: { created: to - from } })
  }
  const estimate = async (filter: object) =>
    (
      await graph.must<{ memories: { estimatedCount: { count: number; isExact: boolean } } }>(
        eve,
        'query ($filter: MemoryFilter) { memories(filter: $filter, first: 1) { estimatedCount { count isExact } } }',
        { filter },
      )
    ).memories.estimatedCount

  test('is exact up to a thousand, and says when it is a guess beyond', async () => {
    await fill(0, 1_000)
    expect(await estimate({})).toEqual({ count: 1_000, isExact: true })
    await fill(1_000, 1_010)
    const guess = await estimate({})
    expect(guess).toMatchObject({ isExact: false })
    expect(guess.count).toBeGreaterThan(1_000)
    expect(await estimate({ types: ['EPISODIC'] })).toEqual({ count: 0, isExact: true })
    expect(await estimate({ createdFrom: '2020-01-01T00:00:00Z', types: ['SEMANTIC'] })).toMatchObject({
      isExact: false,
    })
  })
})

describe('the neighbours of a memory', () => {
  const around = async (title: string, args: string) =>
    (
      await graph.must<{
        memory: { neighbours: { edges: { depth: number; node: { title: string } }[]; stale: boolean } }
      }>(
        grace,
        `query ($id: ID!) { memory(id: $id) { neighbours(${args}) { stale edges { depth via { id type } node { title } } } } }`,
        { id: idOf(title) },
      )
    ).memory.neighbours
  const reached = async (title: string, args: string) =>
    (await around(title, args)).edges.map(({ depth, node }) => `${node.title}${depth}`).toSorted()

  test.each([
    ['a', 'depth: 1, direction: OUT', ['b1', 'c1']],
    ['a', 'depth: 2, direction: OUT', ['b1', 'c1', 'd2']],
    ['a', 'depth: 2, direction: IN', []],
    ['d', 'depth: 3', ['a2', 'b2', 'c1']],
    ['a', 'depth: 3, direction: OUT, types: ["PRECEDES"]', ['b1', 'c2']],
    ['a', 'depth: 3, direction: OUT, filter: { types: ["EPISODIC"] }', ['b1', 'c1']],
    ['e', 'depth: 3', []],
  ])('of %s by %s', async (title, args, expected) => {
    expect(await reached(title, args)).toEqual(expected)
    expect((await around(title, args)).stale).toBe(false)
  })

  test('are paged through, nearest first, each once', async () => {
    const seen: string[] = []
    let after: string | null = null
    for (let more = true; more;) {
      const data: { memory: { neighbours: Page } } = await graph.must(
        grace,
        `query ($id: ID!, $after: String) { memory(id: $id) { neighbours(depth: 3, first: 1, after: $after) {
          nodes { title } pageInfo { hasNextPage endCursor } } } }`,
        { id: idOf('a'), after },
      )
      seen.push(...titles(data.memory.neighbours))
      ;({ hasNextPage: more, endCursor: after } = data.memory.neighbours.pageInfo)
    }
    expect(seen).toEqual(['b', 'c', 'd'])
  })

  test('are there as soon as the relation is acknowledged', async () => {
    const [x, y] = [await graph.remember(ada, 'x'), await graph.remember(ada, 'y')]
    const relation = await graph.relate(ada, x, y)
    const query = 'query ($id: ID!) { memory(id: $id) { neighbours { nodes { id } } } }'
    expect(await graph.must(ada, query, { id: x })).toEqual({ memory: { neighbours: { nodes: [{ id: y }] } } })
    await graph.must(
      ada,
      'mutation ($input: DeleteRelationInput!) { deleteRelation(input: $input) { relation { id } } }',
      {
        input: { id: relation },
      },
    )
    expect(await graph.must(ada, query, { id: x })).toEqual({ memory: { neighbours: { nodes: [] } } })
    for (const id of [x, y])
      await graph.must(ada, 'mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { id } } }', {
        input: { id },
      })
  })

  test('are at most six steps away', async () => {
    const query = 'query ($id: ID!) { memory(id: $id) { neighbours(depth: 7) { nodes { id } } } }'
    expect(await graph.refusal(grace, query, { id: idOf('a') })).toBe('BAD_USER_INPUT')
  })
})

describe('a path', () => {
  const path = async (from: string, to: string, args = '') => {
    const { path: found } = await graph.must<{
      path: { memories: { title: string }[]; relations: { type: string }[] } | null
    }>(
      grace,
      `query ($from: ID!, $to: ID!) { path(fromId: $from, toId: $to ${args}) { memories { title } relations { type } stale } }`,
      { from: idOf(from), to: idOf(to) },
    )
    return found && [found.memories.map(({ title }) => title).join(''), found.relations.map(({ type }) => type).join()]
  }

  test('is the shortest, with the relations walked over', async () => {
    expect(await path('a', 'd')).toEqual(['acd', 'SUPPORTS,DEPENDS_ON'])
    expect(await path('d', 'a')).toEqual(['dca', 'DEPENDS_ON,SUPPORTS'])
  })
  test('goes the way that is asked for, over the types that are asked for', async () => {
    expect(await path('d', 'a', ', direction: OUT')).toBeNull()
    expect(await path('d', 'a', ', direction: IN')).toEqual(['dca', 'DEPENDS_ON,SUPPORTS'])
    expect(await path('a', 'c', ', types: ["PRECEDES"]')).toEqual(['abc', 'PRECEDES,PRECEDES'])
  })
  test('of no steps leads from a memory to itself', async () => {
    expect(await path('a', 'a')).toEqual(['a', ''])
  })
  test('is null where there is none, or none so short', async () => {
    expect(await path('a', 'e')).toBeNull()
    expect(await path('a', 'd', ', maxDepth: 1')).toBeNull()
    expect(await path('a', 'mem_none')).toBeNull()
  })
  test('is at most ten steps long', async () => {
    const query = 'query ($id: ID!) { path(fromId: $id, toId: $id, maxDepth: 11) { stale } }'
    expect(await graph.refusal(grace, query, { id: idOf('a') })).toBe('BAD_USER_INPUT')
  })
})

describe('a search', () => {
  const search = async (query: string, args = '') =>
    (
      await graph.must<{
        searchMemories: {
          edges: { score: number; signals: Record<string, number>; node: { title: string } }[]
          stale: boolean
        }
      }>(
        grace,
        `query ($query: String!) { searchMemories(query: $query ${args}) { stale edges { score signals { text vector graph recency } node { title } } } }`,
        { query },
      )
    ).searchMemories

  test('finds by the words of a question, in their other forms too, best first', async () => {
    const { edges, stale } = await search('When does the ferry to Lisbon leave?')
    expect(stale).toBe(false)
    expect(edges[0]?.node.title).toBe('a')
    expect(edges.map(({ node }) => node.title)).toContain('d')
    expect(edges.map(({ score }) => score)).toEqual(edges.map(({ score }) => score).toSorted((x, y) => y - x))
    for (const { score, signals } of edges)
      expect(Object.values(signals).reduce((sum, signal) => sum + signal, 0)).toBeCloseTo(score)
  })

  test('finds only what its filter lets through', async () => {
    const { edges } = await search('ferry', ', filter: { types: ["PROCEDURAL"] }')
    expect(edges.map(({ node }) => node.title)).toEqual(['d'])
  })

  test('finds what was just written, under its new words, and not what was just deleted', async () => {
    const id = await graph.remember(ada, 'Zanzibar')
    const found = async (words: string) => (await search(words, ', mode: TEXT')).edges.map(({ node }) => node.title)
    expect(await found('zanzibar')).toEqual(['Zanzibar'])
    await graph.must(ada, 'mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { id } } }', {
      input: { id, title: 'Timbuktu' },
    })
    expect(await found('zanzibar')).toEqual([])
    expect(await found('timbuktu')).toEqual(['Timbuktu'])
    await graph.must(ada, 'mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { id } } }', {
      input: { id },
    })
    expect(await found('timbuktu')).toEqual([])
  })

  test('takes any text for what it is', async () => {
    for (const text of ['', '   ', `'"\\); MATCH (n) DETACH DELETE n; //`, '*', '🙂', 'a AND OR NOT (', '\0'])
      expect(Array.isArray((await search(text)).edges)).toBe(true)
    expect((await search('ferry', ', mode: TEXT')).edges.length).toBe(2)
  })

  test('refuses a text that is too long', async () => {
    const query = 'query ($q: String!) { searchMemories(query: $q) { nodes { id } } }'
    expect(await graph.refusal(grace, query, { q: 'x'.repeat(1_001) })).toBe('BAD_USER_INPUT')
  })

  test('is paged through, each hit once', async () => {
    const query = `query ($after: String) { searchMemories(query: "ferry tram custard", mode: TEXT, first: 1, after: $after) {
      nodes { title } pageInfo { hasNextPage endCursor } } }`
    const seen: string[] = []
    let after: string | null = null
    for (let more = true; more;) {
      const data: { searchMemories: Page } = await graph.must(grace, query, { after })
      seen.push(...titles(data.searchMemories))
      ;({ hasNextPage: more, endCursor: after } = data.searchMemories.pageInfo)
    }
    expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd'])
  })
})

test('the history of a memory holds each of its operations, newest first, with who did what', async () => {
  const id = await graph.remember(ada, 'First')
  await graph.must(grace, 'mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { id } } }', {
    input: { id, title: 'Second' },
  })
  await graph.must(ada, 'mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { id } } }', {
    input: { id },
  })
  await graph.must(ada, 'mutation ($input: RestoreMemoryInput!) { restoreMemory(input: $input) { memory { id } } }', {
    input: { id },
  })
  const query = `query ($id: ID!, $after: String) { memory(id: $id) { history(first: 3, after: $after) {
    nodes { kind version actor { id } before after } pageInfo { endCursor hasNextPage } } } }`
  type History = {
    memory: { history: { nodes: Record<string, unknown>[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
  }
  const { memory } = await graph.must<History>(ada, query, { id })
  expect(memory.history.nodes).toMatchObject([
    {
      kind: 'MEMORY_RESTORED',
      version: 4,
      actor: { id: ada.userId },
      before: null,
      after: { title: 'Second', version: 4 },
    },
    { kind: 'MEMORY_DELETED', version: 3, actor: { id: ada.userId }, before: { title: 'Second' }, after: null },
    {
      kind: 'MEMORY_UPDATED',
      version: 2,
      actor: { id: grace.userId },
      before: { title: 'First' },
      after: { title: 'Second' },
    },
  ])
  const rest = await graph.must<History>(ada, query, { id, after: memory.history.pageInfo.endCursor })
  expect(rest.memory.history).toMatchObject({
    nodes: [{ kind: 'MEMORY_CREATED', version: 1, before: null }],
    pageInfo: { hasNextPage: false },
  })
})
