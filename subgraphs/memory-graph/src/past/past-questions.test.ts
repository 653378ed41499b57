import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'
import { searchPast } from './search-past.ts'
import { anyAct, deleteMemory, deleteRelation, logOf, mutation, perform, updateMemory } from './testing/random-acts.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

const headOf = async (viewer: User) => (await logOf(graph, viewer)).length
const wayText = 'cost memories { id title } relations { id weight from { title } }'
const path = `query ($a: ID!, $b: ID!, $by: PathMeasure! = STEPS, $asOf: AsOfInput) {
  path(fromId: $a, toId: $b, by: $by, asOf: $asOf) { ${wayText} stale } }`
const search = `query ($query: String!, $asOf: AsOfInput, $mode: SearchMode! = TEXT, $filter: MemoryFilter, $first: Int, $after: String) {
  searchMemories(query: $query, mode: $mode, asOf: $asOf, filter: $filter, first: $first, after: $after) {
    stale usesMeaning edges { score signals { text vector graph recency } why { text } highlights { text } node { id title version } }
    pageInfo { endCursor hasNextPage } } }`
type Found = {
  searchMemories: { edges: { score: number; node: { title: string } }[]; pageInfo: { endCursor: string } }
}
const titles = ({ searchMemories }: Found) => searchMemories.edges.map(({ node }) => node.title)

describe('a way as of an earlier moment', () => {
  test('goes by the relations and shows the memories of then', async () => {
    const ada = userIdentity()
    const [a, b, c] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B'), await graph.remember(ada, 'C')]
    await graph.relate(ada, a, b, 'SUPPORTS', { weight: 0.5 })
    const relation = await graph.relate(ada, b, c, 'SUPPORTS', { weight: 0.5 })
    const weak = await graph.relate(ada, a, c, 'SUPPORTS', { weight: 0.2 })
    const seq = await headOf(ada)
    await graph.must(ada, updateMemory, { input: { id: b, title: 'Another' } })
    for (const id of [relation, weak]) await graph.must(ada, deleteRelation, { input: { id } })
    expect(await graph.must(ada, path, { a, b: c })).toEqual({ path: null })
    expect(await graph.must(ada, path, { a, b: c, asOf: { seq } })).toMatchObject({
      path: { cost: 1, stale: false, relations: [{ id: weak, from: { title: 'A' } }] },
    })
    expect(await graph.must(ada, path, { a, b: c, by: 'WEIGHT', asOf: { seq } })).toMatchObject({
      path: { cost: 4, memories: [{ title: 'A' }, { title: 'B' }, { title: 'C' }] },
    })
    expect(await graph.must(ada, path, { a, b: a, asOf: { seq } })).toMatchObject({ path: { cost: 0 } })
    expect(await graph.must(ada, path, { a, b: c, asOf: { seq: 2 } })).toEqual({ path: null })
    expect(await graph.must(userIdentity(), path, { a, b: c, asOf: { seq: 0 } })).toEqual({ path: null })
    expect(await graph.refusal(ada, path, { a, b: c, asOf: { version: 1 } })).toBe('BAD_USER_INPUT')
  })
})

describe('a search as of an earlier moment', () => {
  test('finds what was written then, also what is gone, and shows and explains it as it was', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'The mill by the lake', { tags: ['old'] })
    const gone = await graph.remember(ada, 'A mill')
    await graph.remember(ada, 'Something else')
    const seq = await headOf(ada)
    await graph.must(ada, updateMemory, { input: { id, title: 'The tower', tags: ['new'] } })
    await graph.must(ada, deleteMemory, { input: { id: gone } })
    await graph.remember(ada, 'A mill that is new')
    expect(titles(await graph.must<Found>(ada, search, { query: 'mill' }))).toEqual(['A mill that is new'])
    const then = await graph.must<Found>(ada, search, { query: 'mills', asOf: { seq } })
    expect(then).toMatchObject({
      searchMemories: {
        stale: false,
        usesMeaning: false,
        edges: [
          { node: { id: gone, title: 'A mill', version: 1 }, why: [{ text: 'Holds “mills”' }] },
          { node: { id, title: 'The mill by the lake' }, highlights: [{ text: 'The mill by the lake' }] },
        ],
      },
    })
    const narrowed = { query: 'mill', asOf: { seq }, filter: { tags: ['old'] } }
    expect(titles(await graph.must<Found>(ada, search, narrowed))).toEqual(['The mill by the lake'])
    expect(titles(await graph.must<Found>(ada, search, { ...narrowed, filter: { tags: ['new'] } }))).toEqual([])
    const recordedAt = (await logOf(graph, ada))[seq - 1]?.recordedAt.toISOString()
    const first = await graph.must<Found>(ada, search, { query: 'mill', asOf: { recordedAt }, first: 1 })
    const after = first.searchMemories.pageInfo.endCursor
    const second = await graph.must<Found>(ada, search, { query: 'mill', asOf: { recordedAt }, first: 1, after })
    expect([...titles(first), ...titles(second)]).toEqual(['A mill', 'The mill by the lake'])
    expect(titles(await graph.must<Found>(userIdentity(), search, { query: 'mill', asOf: { seq: 0 } }))).toEqual([])
    expect(await graph.refusal(ada, search, { query: 'mill', asOf: { seq: 99 } })).toBe('BAD_USER_INPUT')
  })

  test('in all signals goes by what joined memories then, and names what it went by as it was', async () => {
    const ada = userIdentity()
    const [asked, answer] = [await graph.remember(ada, 'Where is the mill?'), await graph.remember(ada, 'By the lake')]
    const part = await graph.remember(ada, 'We met there')
    const evening = await graph.remember(ada, 'An evening')
    const relation = await graph.relate(ada, asked, answer, 'PRECEDES')
    await graph.relate(ada, asked, evening, 'PART_OF')
    await graph.relate(ada, part, evening, 'PART_OF')
    await graph.relate(ada, asked, await graph.remember(ada, 'Long ago'), 'SUPPORTS', {
      validTo: '2020-01-01T00:00:00Z',
    })
    const seq = await headOf(ada)
    await graph.must(ada, deleteRelation, { input: { id: relation } })
    await graph.must(ada, updateMemory, { input: { id: asked, title: 'Something else' } })
    type Reasons = {
      searchMemories: {
        edges: { node: { title: string }; why: { text: string; via: { title: string } | null }[] }[]
      }
    }
    const query = `query ($asOf: AsOfInput, $filter: MemoryFilter) { searchMemories(query: "mill", asOf: $asOf, filter: $filter) {
      edges { node { title } why { text via { title } } } } }`
    const { searchMemories } = await graph.must<Reasons>(ada, query, { asOf: { seq } })
    const reasonOf = new Map(searchMemories.edges.map(({ node, why }) => [node.title, why[0]]))
    expect(Object.fromEntries(reasonOf)).toEqual({
      'Where is the mill?': { text: 'Holds “mill”', via: null },
      'By the lake': { text: 'Comes after a memory that answers the query', via: { title: 'Where is the mill?' } },
      'An evening': { text: 'Has parts that answer the query', via: { title: 'Where is the mill?' } },
      'We met there': { text: 'Is part of a whole that answers the query', via: { title: 'An evening' } },
    })
    const long = await graph.must<Reasons>(ada, query, { asOf: { seq }, filter: { validAt: '2019-01-01T00:00:00Z' } })
    expect(long.searchMemories.edges.map(({ node }) => node.title)).toContain('Long ago')
    expect(await graph.must(ada, query, { asOf: { seq: seq + 2 } })).toEqual({ searchMemories: { edges: [] } })
    const elsewhere = { spaceIds: ['spc_none'] }
    expect(await graph.must(ada, query, { asOf: { seq }, filter: elsewhere })).toEqual({
      searchMemories: { edges: [] },
    })
  })

  test('in all signals counts how new something was then', async () => {
    const ada = userIdentity()
    await graph.remember(ada, 'The mill')
    type Signals = { searchMemories: { edges: { signals: { text: number; graph: number; recency: number } }[] } }
    const asked = { query: 'mill', mode: 'HYBRID', asOf: { seq: 1 } }
    const { searchMemories } = await graph.must<Signals>(ada, search, asked)
    expect(searchMemories.edges).toMatchObject([{ signals: { text: 1, vector: 0, graph: 0, recency: 0.05 } }])
  })

  test('is refused where more was there than is searched', async () => {
    const ada = userIdentity()
    for (const title of ['One', 'Two', 'Three']) await graph.remember(ada, title)
    const ask = (seq: number, bounds: { memories: number; characters: number }) =>
      graph.database.withTenantId(String(ada.tenantId), (em) =>
        searchPast(em, { query: 'one', mode: 'TEXT', limit: 10 }, { seq, at: 0 }, bounds),
      )
    await expect(ask(3, { memories: 2, characters: 100 })).rejects.toThrow('at most 2 memories')
    await expect(ask(3, { memories: 3, characters: 10 })).rejects.toThrow('at most 3 memories of 10 characters')
    expect(await ask(2, { memories: 2, characters: 100 })).toHaveLength(1)
    expect(await ask(3, { memories: 3, characters: 11 })).toHaveLength(1)
  })
})

const around = 'truncated memories { id title version } relations { id weight from { id title } }'
const likeness = 'score text vector graph isRelated node { id title version }'
const questions = `query ($a: ID!, $b: ID!, $asOf: AsOfInput) {
  shortest: path(fromId: $a, toId: $b, asOf: $asOf) { cost }
  lightest: path(fromId: $a, toId: $b, by: WEIGHT, asOf: $asOf) { cost }
  all: paths(fromId: $a, toId: $b, asOf: $asOf, onlyShortest: false, maxDepth: 4, first: 100) { truncated nodes { ${wayText} } }
  light: paths(fromId: $a, toId: $b, asOf: $asOf, by: WEIGHT, first: 100) { truncated nodes { ${wayText} } }
  directed: paths(fromId: $a, toId: $b, asOf: $asOf, direction: OUT, types: ["SUPPORTS"], filter: { tags: ["t1"] },
    onlyShortest: false, first: 100) { nodes { ${wayText} } }
  searchMemories(query: "M0 M2 T1 T3 t0", mode: TEXT, first: 100, asOf: $asOf) { edges { score node { id title version } } }
  hybrid: searchMemories(query: "M0 M2 T1 T3 t0", first: 100, asOf: $asOf) { edges { score signals { text graph recency }
    why { text via { id } } node { id title version } } }
  near: subgraph(ids: [$a, $b], depth: 2, asOf: $asOf) { ${around} }
  few: subgraph(ids: [$a], depth: 3, first: 3, direction: OUT, filter: { tags: ["t1"] }, asOf: $asOf) { ${around} }
  commonNeighbours(ids: [$a, $b], asOf: $asOf) { truncated edges { node { id title version } via { id weight } } }
  memory(id: $a, asOf: $asOf) { similar(first: 100) { ${likeness} }
    likelyDuplicates { ${likeness} } suggestedLinks { ${likeness} } } }`
type Way = { readonly cost: number; readonly relations: readonly { readonly id: string }[] }
type Answers = Record<'all' | 'light' | 'directed', { nodes: Way[] }> &
  Record<'shortest' | 'lightest', { cost: number } | null> & {
    searchMemories: { edges: Hit[] }
    hybrid: { edges: (Hit & { signals: Record<string, number> })[] }
    near: Around
    few: Around
    commonNeighbours: object
    memory: Record<string, (Hit & { text: number; graph: number })[]> | null
  }
type Around = { relations: { id: string }[] }
type Hit = { readonly score: number; readonly node: { readonly id: string } }

/** Ways in one order, and sums without what rounding makes of them. */
function comparable(answers: Answers): object {
  const round = (value: number) => Math.round(value * 1e4) / 1e4
  const ways = ({ nodes }: { nodes: Way[] }) =>
    nodes
      .map((way) => ({ ...way, cost: round(way.cost), name: way.relations.map(({ id }) => id).join(' ') }))
      .toSorted((x, y) => x.cost - y.cost || (x.name < y.name ? -1 : 1))
  const hits = (found: readonly Hit[]) =>
    found
      .map((hit) =>
        JSON.parse(JSON.stringify(hit, (_, value: unknown) => (typeof value === 'number' ? round(value) : value))),
      )
      .toSorted((x: Hit, y: Hit) => (x.node.id < y.node.id ? -1 : 1))
  return {
    shortest: answers.shortest?.cost,
    lightest: answers.lightest === null ? null : round(answers.lightest.cost),
    all: ways(answers.all),
    light: ways(answers.light),
    directed: ways(answers.directed),
    found: hits(answers.searchMemories.edges),
    hybrid: hits(answers.hybrid.edges),
    around: [answers.near, answers.few].map((each) => ({
      ...each,
      relations: each.relations.toSorted((x, y) => (x.id < y.id ? -1 : 1)),
    })),
    common: answers.commonNeighbours,
    like: Object.entries(answers.memory ?? {}).map(([name, found]) => [name, hits(found)]),
  }
}

test('random operations: as of any of them, ways and hits are what the graph answered then', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 8, maxLength: 24 }), async (acts) => {
      const ada = userIdentity()
      const set = mutation('SetRelationTypeInput', 'setRelationType', 'relationType { name }')
      await graph.must(ada, set, { input: { name: 'IS_AT', isSingleValued: true } })
      const memories: string[] = []
      for (const title of ['M0', 'M1', 'M2', 'M3']) memories.push(await graph.remember(ada, title, { tags: ['t1'] }))
      const [a, b] = memories
      const relations: string[] = []
      const answered = new Map<number, object>()
      for (const each of acts) {
        await perform(graph, ada, each, memories, relations)
        answered.set(await headOf(ada), comparable(await graph.must<Answers>(ada, questions, { a, b })))
      }
      for (const [seq, then] of answered)
        expect(comparable(await graph.must<Answers>(ada, questions, { a, b, asOf: { seq } }))).toEqual(then)
    }),
    { numRuns: 4, endOnFailure: true },
  )
}, 240_000)
