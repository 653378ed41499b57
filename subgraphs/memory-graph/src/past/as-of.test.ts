import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import type { Operation } from '../operation.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'
import { anyAct, deleteMemory, deleteRelation, logOf, mutation, perform, updateMemory } from './testing/random-acts.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

const relationRow = 'id type weight validFrom validTo version from { id title } to { id title } contradicts { id }'
const memoryRow = `id title content tags version updatedAt relations(first: 100) { nodes { ${relationRow} } }
  relationCounts { out in } neighbours(depth: 2, first: 100) { edges { depth node { id title version } } }`
/** What is compared: everything there is, with what is around each memory. */
const everything = `query ($asOf: AsOfInput) { memories(first: 100, asOf: $asOf, sort: TITLE, order: ASC) {
  totalCount nodes { ${memoryRow} } } }`
const one = `query ($id: ID!, $asOf: AsOfInput) { memory(id: $id, asOf: $asOf) { ${memoryRow} } }`

const read = (viewer: Identity, asOf?: object) => graph.must(viewer, everything, { asOf })
const headOf = async (viewer: User) => (await logOf(graph, viewer)).length

describe('the graph as of an operation', () => {
  test('is as it was read then, whatever came after', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A', { tags: ['x'] }), await graph.remember(ada, 'B')]
    await graph.relate(ada, a, b, 'SUPPORTS', { weight: 0.25 })
    const [then, seq] = [await read(ada), await headOf(ada)]
    await graph.must(ada, updateMemory, { input: { id: a, title: 'Another', tags: [] } })
    await graph.must(ada, deleteMemory, { input: { id: b } })
    expect(await read(ada)).not.toEqual(then)
    expect(await read(ada, { seq })).toEqual(then)
    expect(await graph.must(ada, one, { id: b })).toEqual({ memory: null })
    expect(await graph.must(ada, one, { id: b, asOf: { seq } })).toMatchObject({
      memory: { title: 'B', relations: { nodes: [{ from: { title: 'A' } }] }, relationCounts: { out: 0, in: 1 } },
    })
    expect(await read(ada, { seq: 0 })).toEqual({ memories: { totalCount: 0, nodes: [] } })
  })

  test('is filtered, sorted and paged by what was then', async () => {
    const ada = userIdentity()
    const ids: string[] = []
    for (const title of ['C', 'A', 'B']) ids.push(await graph.remember(ada, title, { tags: ['old'] }))
    const seq = await headOf(ada)
    for (const id of ids) await graph.must(ada, updateMemory, { input: { id, title: 'Z', tags: ['new'] } })
    const query = `query ($after: String, $tag: String!) { memories(asOf: { seq: ${seq} }, filter: { tags: [$tag] }, sort: TITLE,
      order: ASC, first: 2, after: $after) { totalCount nodes { title } pageInfo { endCursor hasNextPage } } }`
    type Page = { memories: { nodes: { title: string }[]; pageInfo: { endCursor: string } } }
    const first = await graph.must<Page>(ada, query, { tag: 'old' })
    expect(first.memories).toMatchObject({ totalCount: 3, nodes: [{ title: 'A' }, { title: 'B' }] })
    const after = first.memories.pageInfo.endCursor
    expect(await graph.must(ada, query, { tag: 'old', after })).toMatchObject({ memories: { nodes: [{ title: 'C' }] } })
    expect(await graph.must(ada, query, { tag: 'new' })).toMatchObject({ memories: { totalCount: 0, nodes: [] } })
  })

  test('pages through relations, and tells history up to there', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const ids = [
      await graph.relate(ada, a, b),
      await graph.relate(ada, b, a),
      await graph.relate(ada, a, b, 'SUPPORTS'),
    ]
    const seq = await headOf(ada)
    for (const id of ids) await graph.must(ada, deleteRelation, { input: { id } })
    await graph.must(ada, updateMemory, { input: { id: a, title: 'Another' } })
    const query = `query ($id: ID!, $after: String) { memory(id: $id, asOf: { seq: ${seq} }) { history { nodes { kind } }
      relations(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } outgoing: relations(direction: OUT, types: ["SUPPORTS"]) { nodes { id } } } }`
    type Page = { memory: { relations: { nodes: unknown[]; pageInfo: { endCursor: string } } } }
    const first = await graph.must<Page>(ada, query, { id: a })
    expect(first.memory).toMatchObject({
      history: { nodes: [{ kind: 'MEMORY_CREATED' }] },
      relations: { nodes: [{ id: ids[2] }, { id: ids[1] }] },
      outgoing: { nodes: [{ id: ids[2] }] },
    })
    const after = first.memory.relations.pageInfo.endCursor
    expect(await graph.must(ada, query, { id: a, after })).toMatchObject({
      memory: { relations: { nodes: [{ id: ids[0] }] } },
    })
  })

  test('shows the relations that held then, and a fact as it was believed', async () => {
    const ada = userIdentity()
    const set = mutation('SetRelationTypeInput', 'setRelationType', 'relationType { name }')
    await graph.must(ada, set, { input: { name: 'LIVES_IN', isSingleValued: true } })
    const [bob, oslo, rome] = [
      await graph.remember(ada, 'Bob'),
      await graph.remember(ada, 'Oslo'),
      await graph.remember(ada, 'Rome'),
    ]
    await graph.relate(ada, bob, oslo, 'LIVES_IN', { validFrom: '2015-01-01T00:00:00Z' })
    const seq = await headOf(ada)
    await graph.relate(ada, bob, rome, 'LIVES_IN', { validFrom: '2020-01-01T00:00:00Z' })
    const query = `query ($id: ID!, $asOf: AsOfInput, $validAt: DateTime) { memory(id: $id, asOf: $asOf) {
      relations(validAt: $validAt) { nodes { to { title } contradictedBy { id } } }
      neighbours(validAt: $validAt) { nodes { title } } } }`
    const places = async (asOf: object | undefined, validAt?: string) => {
      type Answer = { memory: { neighbours: { nodes: { title: string }[] } } }
      const answer = await graph.must<Answer>(ada, query, { id: bob, asOf, validAt })
      return answer.memory.neighbours.nodes.map(({ title }) => title)
    }
    expect(await places(undefined)).toEqual(['Rome'])
    expect(await places({ seq })).toEqual(['Oslo'])
    expect(await places(undefined, '2021-01-01T00:00:00Z')).toEqual(['Rome'])
    expect(await places({ seq }, '2021-01-01T00:00:00Z')).toEqual(['Oslo'])
    expect(await places({ seq }, '2014-01-01T00:00:00Z')).toEqual([])
    expect(await graph.must(ada, query, { id: bob, asOf: { seq } })).toMatchObject({
      memory: { relations: { nodes: [{ to: { title: 'Oslo' }, contradictedBy: [] }] } },
    })
  })

  test('is refused where there is no such operation yet, or not one moment is named', async () => {
    const ada = userIdentity()
    await graph.remember(ada, 'A')
    const refused = async (asOf: object) => (await graph.ask(ada, everything, { asOf })).errors?.[0]?.extensions
    expect(await refused({ seq: 2 })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf.seq' })
    expect(await refused({ seq: -1 })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf.seq' })
    expect(await refused({})).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf' })
    expect(await refused({ seq: 1, recordedAt: '2030-01-01T00:00:00Z' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'asOf',
    })
  })

  test('has one memory answer for another that was merged into it then, though that was taken back since', async () => {
    const ada = userIdentity()
    const [a, b, c] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B'), await graph.remember(ada, 'C')]
    const merge = mutation('MergeMemoriesInput', 'mergeMemories', 'memory { id }')
    const restore = mutation('RestoreMemoryInput', 'restoreMemory', 'memory { id }')
    await graph.must(ada, merge, { input: { winnerId: b, loserId: a } })
    const first = await headOf(ada)
    await graph.must(ada, merge, { input: { winnerId: c, loserId: b } })
    const second = await headOf(ada)
    for (const id of [a, b]) await graph.must(ada, restore, { input: { id } })
    const answers = async (seq: number) => {
      const query = `query ($id: ID!) { memory(id: $id, asOf: { seq: ${seq} }) { id } }`
      return (await graph.must<{ memory: { id: string } | null }>(ada, query, { id: a })).memory?.id
    }
    expect([await answers(3), await answers(first), await answers(second), await answers(await headOf(ada))]).toEqual([
      a,
      b,
      c,
      a,
    ])
  })

  test('likens memories by the texts and relations of then, a few of them at once', async () => {
    const ada = userIdentity()
    const mill = { content: 'A mill by the lake, where we met' }
    const id = await graph.remember(ada, 'The mill', mill)
    const [twin, road] = [await graph.remember(ada, 'The mill!', mill), await graph.remember(ada, 'A road to the mill')]
    for (const between of [await graph.remember(ada, 'Left'), await graph.remember(ada, 'Right')]) {
      await graph.relate(ada, id, between)
      await graph.relate(ada, between, road)
    }
    const seq = await headOf(ada)
    await graph.must(ada, updateMemory, { input: { id, title: 'Cats', content: 'They sleep on rugs' } })
    await graph.must(ada, deleteMemory, { input: { id: twin } })
    await graph.relate(ada, id, road)
    await graph.remember(ada, 'The mill', mill)
    const some = 'text graph isRelated node { title version }'
    const query = `query ($id: ID!, $seq: Int!) { memory(id: $id, asOf: { seq: $seq }) {
      similar(minScore: 0.1) { ${some} } likelyDuplicates { ${some} } suggestedLinks { ${some} }
      none: similar(filter: { tags: ["x"] }) { ${some} } } }`
    const like = { text: 1, graph: 0, isRelated: false, node: { title: 'The mill!', version: 1 } }
    const near = { graph: 1, isRelated: false, node: { title: 'A road to the mill' } }
    expect(await graph.must(ada, query, { id, seq })).toMatchObject({
      memory: { similar: [like, near], likelyDuplicates: [like], suggestedLinks: [like, near], none: [] },
    })
    expect(await graph.must(ada, query, { id, seq: 1 })).toMatchObject({
      memory: { similar: [], likelyDuplicates: [], suggestedLinks: [] },
    })
    for (let i = 0; i < 6; i++) await graph.remember(ada, 'One more')
    const many = '{ memories(first: 11, asOf: { recordedAt: "2100-01-01T00:00:00Z" }) { nodes { similar { score } } } }'
    const { errors } = await graph.ask(ada, many)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf' })
    expect((await graph.ask(ada, many.replace('11', '10'))).errors).toBeUndefined()
  })

  test('shows nothing of another tenant', async () => {
    const [ada, eve] = [userIdentity(), userIdentity()]
    const id = await graph.remember(ada, 'A')
    const relation = await graph.relate(ada, id, await graph.remember(ada, 'B'))
    await graph.remember(eve, 'Mine')
    const query = `query ($id: ID!, $relation: ID!) { memory(id: $id, asOf: { seq: 1 }) { id }
      relation(id: $relation, asOf: { seq: 1 }) { id } }`
    expect(await graph.must(eve, query, { id, relation })).toEqual({ memory: null, relation: null })
  })
})

test('as of a time is as of the last operation until then', async () => {
  const ada = userIdentity()
  for (let i = 0; i < 9; i++) await graph.remember(ada, `M${i}`)
  const log = await logOf(graph, ada)
  const count = async (recordedAt: Date) =>
    (
      await graph.must<{ memories: { totalCount: number } }>(ada, everything, {
        asOf: { recordedAt: recordedAt.toISOString() },
      })
    ).memories.totalCount
  for (const { recordedAt } of log) {
    const until = log.filter((other) => other.recordedAt.getTime() <= recordedAt.getTime()).length
    expect(await count(recordedAt)).toBe(until)
  }
  expect(await count(new Date(Number(log[0]?.recordedAt) - 1))).toBe(0)
  expect(await count(new Date('2100-01-01'))).toBe(9)
})

/** What there is after the first operations of a log, by replaying them one by one: versions by id. */
function replayed(log: readonly Operation[]): Record<string, number> {
  const rows = new Map<string, number>()
  for (const { memoryId, relationId, after } of log) {
    const id = memoryId ?? relationId ?? ''
    if (after === null) rows.delete(id)
    else rows.set(id, after.version)
  }
  return Object.fromEntries(rows)
}

type Everything = {
  memories: {
    nodes: { id: string; version: number; relations: { nodes: { id: string; version: number }[] } }[]
  }
}
const everVersions = `query ($asOf: AsOfInput) { memories(first: 100, asOf: $asOf) { nodes { id version
  relations(first: 100, anyTime: true) { nodes { id version } } } } }`

test('random operations: as of any of them, the graph is what was read then, and what replaying the log gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 5, maxLength: 25 }), async (acts) => {
      const ada = userIdentity()
      const set = mutation('SetRelationTypeInput', 'setRelationType', 'relationType { name }')
      await graph.must(ada, set, { input: { name: 'IS_AT', isSingleValued: true } })
      const memories = [await graph.remember(ada, 'M0'), await graph.remember(ada, 'M1')]
      const relations: string[] = []
      const readThen = new Map<number, unknown>()
      for (const each of acts) {
        await perform(graph, ada, each, memories, relations)
        readThen.set(await headOf(ada), await read(ada))
      }
      for (const [seq, then] of readThen) expect(await read(ada, { seq })).toEqual(then)
      const log = await logOf(graph, ada)
      for (const { seq } of log) {
        const { memories: found } = await graph.must<Everything>(ada, everVersions, { asOf: { seq } })
        const rows = found.nodes.flatMap((memory) => [memory, ...memory.relations.nodes])
        expect(Object.fromEntries(rows.map(({ id, version }) => [id, version]))).toEqual(replayed(log.slice(0, seq)))
      }
    }),
    { numRuns: 12, endOnFailure: true },
  )
}, 240_000)
