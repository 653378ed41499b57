import fc from 'fast-check'
import { UndirectedGraph } from 'graphology'
import betweennessModule from 'graphology-metrics/centrality/betweenness.js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'
import { betweenness } from './betweenness.ts'
import { clustering } from './clustering.ts'

// A function, which its types tell only to those who require() it.
const reference = betweennessModule as unknown as typeof betweennessModule.default

let graph: TestGraph
const ada = userIdentity()
beforeAll(async () => {
  graph = await startGraph()
  // Two triangles with a bridge between c and d, and one alone.
  const ids = new Map<string, string>()
  for (const title of ['a', 'b', 'c', 'd', 'e', 'f', 'alone']) ids.set(title, await graph.remember(ada, title))
  for (const [from = '', to = ''] of ['ab', 'bc', 'ca', 'de', 'ef', 'fd', 'cd'])
    await graph.relate(ada, ids.get(from) ?? '', ids.get(to) ?? '')
})
afterAll(() => graph[Symbol.asyncDispose]())

const fields = `id kind status progress problem memories relations groups largestGroups coefficient sources startedBy { id }
  scores(first: 10) { score group memory { title } }`
type Answer = {
  id: string
  status: string
  progress: number
  groups: number | null
  largestGroups: number[]
  coefficient: number | null
  sources: number | null
  scores: { score: number; group: number | null; memory: { title: string } }[]
}
const starting = `mutation ($input: StartAnalysisInput!) { startAnalysis(input: $input) { analysis { ${fields} } } }`
const reading = `query ($id: ID!) { analysis(id: $id) { ${fields} } }`
const cancelling = 'mutation ($id: ID!) { cancelAnalysis(input: { id: $id }) { analysis { status } } }'
const start = async (viewer: User, kind: string) =>
  (await graph.must<{ startAnalysis: { analysis: Answer } }>(viewer, starting, { input: { kind } })).startAnalysis
    .analysis
const read = async (viewer: User, id: string) =>
  (await graph.must<{ analysis: Answer | null }>(viewer, reading, { id })).analysis
async function analyse(kind: string, viewer = ada): Promise<Answer> {
  const { id } = await start(viewer, kind)
  return vi.waitFor(
    async () => {
      const answer = await read(viewer, id)
      if (answer === null || answer.status === 'RUNNING') throw new Error('it runs')
      return answer
    },
    { timeout: 20_000, interval: 50 },
  )
}
const titles = ({ scores }: Answer) => scores.map(({ memory }) => memory.title)

describe('an analysis', () => {
  test('counts the relations of each memory', async () => {
    const answer = await analyse('DEGREE')
    expect(answer).toMatchObject({
      status: 'DONE',
      progress: 1,
      memories: 7,
      relations: 7,
      startedBy: { id: ada.userId },
    })
    expect(titles(answer).slice(0, 2).toSorted()).toEqual(['c', 'd'])
    expect(answer.scores.map(({ score }) => score)).toEqual([3, 3, 2, 2, 2, 2, 0])
  })

  test('ranks memories by what points to them', async () => {
    const { scores } = await analyse('PAGE_RANK')
    expect(scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6)
    expect(scores.at(-1)?.memory.title).toBe('alone')
    const scoreOf = (title: string) => scores.find(({ memory }) => memory.title === title)?.score ?? 0
    expect(scoreOf('d')).toBeGreaterThan(scoreOf('a'))
  })

  test('finds what lies between others', async () => {
    const answer = await analyse('BETWEENNESS')
    expect(titles(answer).slice(0, 2).toSorted()).toEqual(['c', 'd'])
    expect(answer.scores.slice(2).every(({ score }) => score === 0)).toBe(true)
    expect(answer.sources).toBe(7)
  })

  test('finds communities, the same each time', async () => {
    const [first, second] = [await analyse('COMMUNITIES'), await analyse('COMMUNITIES')]
    expect(first).toMatchObject({ groups: 3, largestGroups: [3, 3, 1] })
    expect(first.coefficient).toBeGreaterThan(0.3)
    const groupOf = (title: string) => first.scores.find(({ memory }) => memory.title === title)?.group
    expect([groupOf('a'), groupOf('e')]).toEqual([groupOf('b'), groupOf('f')])
    expect(groupOf('a')).not.toBe(groupOf('e'))
    expect(second.scores).toEqual(first.scores)
  })

  test('finds components and clustering', async () => {
    expect(await analyse('COMPONENTS')).toMatchObject({ groups: 2, largestGroups: [6, 1] })
    const { coefficient, scores } = await analyse('CLUSTERING')
    expect(scores.slice(0, 4).every(({ score }) => score === 1)).toBe(true)
    expect(coefficient).toBeCloseTo((4 + 2 / 3) / 7, 6)
  })

  test.each(['DEGREE', 'PAGE_RANK', 'BETWEENNESS', 'COMMUNITIES', 'COMPONENTS', 'CLUSTERING'])(
    'of an empty graph has nothing to tell: %s',
    async (kind) => {
      expect(await analyse(kind, userIdentity())).toMatchObject({ status: 'DONE', memories: 0, scores: [] })
    },
  )

  test("is its tenant's alone, and its beginning and its end by somebody are in the audit log", async () => {
    const [bob, eve] = [userIdentity(), userIdentity()]
    const { id } = await analyse('DEGREE', bob)
    expect(await read(eve, id)).toBeNull()
    expect(await graph.refusal(eve, cancelling, { id })).toBe('NOT_FOUND')
    await graph.must(bob, cancelling, { id })
    expect((await read(bob, id))?.status).toBe('DONE')
    expect((await graph.audited(bob)).map(({ action }) => action)).toEqual(['memory.analyse', 'memory.cancel_analysis'])
    const wizard = userIdentity({ role: 'wizard' })
    expect(await graph.refusal(wizard, starting, { input: { kind: 'DEGREE' } })).toBe('FORBIDDEN')
  })
})

/** An analysis that another process is said to work on, last seen so many seconds ago. */
async function elsewhere(secondsAgo: number): Promise<{ viewer: User; id: string }> {
  const viewer = userIdentity()
  const { id } = await analyse('DEGREE', viewer)
  await graph.database.withTenant(viewer, (em) =>
    em.execute(
      `update graph.analysis_run set status = 'RUNNING', result = null,
           seen_at = now() - ?::integer * interval '1 second' where analysis_id = ?`,
      [secondsAgo, id],
      'run',
    ),
  )
  return { viewer, id }
}

describe('one analysis runs at a time', () => {
  test('another is refused meanwhile, and taken once it was cancelled', async () => {
    const { viewer, id } = await elsewhere(0)
    expect(await graph.refusal(viewer, starting, { input: { kind: 'DEGREE' } })).toBe('CONFLICT')
    await graph.must(viewer, cancelling, { id })
    expect((await read(viewer, id))?.status).toBe('CANCELLED')
    expect((await analyse('DEGREE', viewer)).status).toBe('DONE')
  })

  test('one whose process has gone is told as failed, and does not keep others from running', async () => {
    const { viewer, id } = await elsewhere(60)
    expect(await read(viewer, id)).toMatchObject({ status: 'FAILED', problem: 'The process that worked on it ended' })
    expect((await analyse('DEGREE', viewer)).status).toBe('DONE')
    expect(await read(viewer, id)).toMatchObject({ status: 'FAILED' })
  })
})

describe('an analysis that is followed', () => {
  const following = 'subscription ($id: ID!) { analysisProgress(id: $id) { id status progress } }'
  async function follow(viewer: User, id: string) {
    const events = await graph.subgraph.subscribe({ identity: viewer, query: following, variables: { id } })
    if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events))
    return events
  }
  const event = (id: string, status: string, progress: number) => ({
    done: false,
    value: { data: { analysisProgress: { id, status, progress } } },
  })

  test('tells how it stands, what changes and how it ended, and then nothing', async () => {
    const { viewer, id } = await elsewhere(0)
    const events = await follow(viewer, id)
    expect(await events.next()).toEqual(event(id, 'RUNNING', 1))
    const next = events.next()
    await graph.database.withTenant(viewer, (em) =>
      em.execute('update graph.analysis_run set progress = 0.5 where analysis_id = ?', [id], 'run'),
    )
    expect(await next).toEqual(event(id, 'RUNNING', 0.5))
    await graph.must(viewer, cancelling, { id })
    expect(await events.next()).toEqual(event(id, 'CANCELLED', 0.5))
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  test('tells of one that has ended once', async () => {
    const { id } = await analyse('DEGREE')
    const events = await follow(ada, id)
    expect(await events.next()).toEqual(event(id, 'DONE', 1))
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  test('ends when its reader leaves', async () => {
    const { viewer, id } = await elsewhere(0)
    const events = await follow(viewer, id)
    await events.next()
    const next = events.next()
    await events.return?.()
    expect(await next).toEqual({ done: true, value: undefined })
  })

  test('is refused to who may not see it, and where there is none', async () => {
    const { id } = await elsewhere(0)
    const refusal = async (viewer: User, of: string) =>
      graph.subgraph.subscribe({ identity: viewer, query: following, variables: { id: of } })
    const code = (expected: string) => ({ errors: [{ extensions: { code: expected } }] })
    expect(await refusal(userIdentity(), id)).toMatchObject(code('NOT_FOUND'))
    expect(await refusal(ada, 'ana_nothing')).toMatchObject(code('NOT_FOUND'))
    expect(await refusal(userIdentity({ role: 'wizard' }), id)).toMatchObject(code('FORBIDDEN'))
  })
})

describe('what we compute ourselves agrees with an oracle on any graph', () => {
  const anyEdges = fc.uniqueArray(
    fc.tuple(fc.nat(11), fc.nat(11)).filter(([from, to]) => from < to),
    { selector: ([from, to]) => `${from}-${to}`, maxLength: 40 },
  )
  const shapeOf = (edges: readonly (readonly [number, number])[]) => ({
    ids: Array.from({ length: 12 }, (_, place) => `mem_${place}`),
    from: Int32Array.from(edges.map(([from]) => from)),
    to: Int32Array.from(edges.map(([, to]) => to)),
    weights: Float64Array.from(edges.map(() => 1)),
  })

  test('betweenness', () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        const oracle = new UndirectedGraph()
        for (let place = 0; place < 12; place++) oracle.addNode(place)
        for (const [from, to] of edges) oracle.addEdge(from, to)
        const expected = reference(oracle, { getEdgeWeight: null })
        const { scores } = betweenness(shapeOf(edges), () => undefined)
        scores.forEach((score, place) => expect(score).toBeCloseTo(expected[place] ?? 0, 9))
      }),
    )
  })

  test('clustering', () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        const isLinked = (a: number, b: number) =>
          edges.some(([from, to]) => (from === a && to === b) || (from === b && to === a))
        clustering(shapeOf(edges)).forEach((coefficient, place) => {
          const own = Array.from({ length: 12 }, (_, other) => other).filter((other) => isLinked(place, other))
          const pairs = own.flatMap((one, n) => own.slice(n + 1).map((other) => isLinked(one, other)))
          expect(coefficient).toBeCloseTo(pairs.length === 0 ? 0 : pairs.filter(Boolean).length / pairs.length, 9)
        })
      }),
    )
  })
})
