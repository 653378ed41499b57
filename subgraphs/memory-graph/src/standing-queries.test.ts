import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startMeaningServer } from './testing/meaning-server.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

type Found = { readonly node: { readonly id: string; readonly version: number } }
type Event = {
  readonly ids: readonly string[]
  readonly added: readonly Found[]
  readonly changed: readonly Found[]
  readonly removed: readonly { readonly memoryId: string; readonly reason: string }[]
}
const fields = 'ids added { node { id version } } changed { node { id version } } removed { memoryId reason }'
const searchText = `subscription { liveSearch(query: "mill", mode: TEXT, first: 5) { ${fields} } }`
const neighboursText = `subscription ($id: ID!) { liveNeighbours(memoryId: $id, depth: 2) { ${fields} } }`

async function watch(viewer: User, query: string, variables: Record<string, unknown> = {}, on = graph) {
  const events = await on.subgraph.subscribe({ identity: viewer, query, variables })
  if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events))
  return {
    async next(): Promise<Event> {
      const { value, done } = await events.next()
      if (done === true || value.errors !== undefined) throw new Error(JSON.stringify(value))
      const [event] = Object.values(value.data as Record<string, Event>)
      if (event === undefined) throw new Error('an event without data')
      return event
    },
    [Symbol.asyncDispose]: async () => void (await events.return?.()),
  }
}
const run = (viewer: User, type: string, field: string, input: object) =>
  graph.must(viewer, `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`, { input })
const ids = (found: readonly Found[]) => found.map(({ node }) => node.id)

test('a standing search delivers what it finds, and then what is added, changed and removed, with the reason', async () => {
  const ada = userIdentity()
  const first = await graph.remember(ada, 'The mill')
  await using live = await watch(ada, searchText)
  expect(await live.next()).toMatchObject({ ids: [first], changed: [], removed: [] })
  await graph.remember(ada, 'Something else')
  await graph.remember(userIdentity(), 'The mill of somebody else')
  const second = await graph.remember(ada, 'A mill by the lake')
  const added = await live.next()
  expect([ids(added.added), added.ids.toSorted()]).toEqual([[second], [first, second].toSorted()])
  await run(ada, 'UpdateMemoryInput', 'updateMemory', { id: first, importance: 1 })
  const changed = await live.next()
  expect([ids(changed.changed), changed.added, changed.removed]).toEqual([[first], [], []])
  await run(ada, 'UpdateMemoryInput', 'updateMemory', { id: first, title: 'The tower' })
  expect((await live.next()).removed).toEqual([{ memoryId: first, reason: 'NO_LONGER_FOUND' }])
  await run(ada, 'DeleteMemoryInput', 'deleteMemory', { id: second })
  expect(await live.next()).toMatchObject({ ids: [], removed: [{ memoryId: second, reason: 'DELETED' }] })
})

test('a standing search delivers what it finds by meaning as soon as that is known', async () => {
  await using meaning = await startMeaningServer()
  const remote = { EMBEDDINGS: 'remote', EMBEDDINGS_URL: meaning.url, EMBEDDINGS_MODEL: 'words' }
  await using knowing = await startGraph({ env: { ...remote, GRAPH_LOOK_AROUND_MS: '600000' } })
  const ada = userIdentity()
  await using live = await watch(ada, `subscription { liveSearch(query: "cat", first: 5) { ${fields} } }`, {}, knowing)
  expect((await live.next()).ids).toEqual([])
  const kitten = await knowing.remember(ada, 'A kitten')
  expect((await live.next()).ids).toEqual([kitten])
})

test('standing neighbours follow relations that are made and deleted', async () => {
  const ada = userIdentity()
  const [a, b, c] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B'), await graph.remember(ada, 'C')]
  await using live = await watch(ada, neighboursText, { id: a })
  expect((await live.next()).ids).toEqual([])
  const relation = await graph.relate(ada, a, b)
  expect((await live.next()).ids).toEqual([b])
  await graph.relate(ada, b, c)
  expect((await live.next()).ids).toEqual([b, c])
  await run(ada, 'DeleteRelationInput', 'deleteRelation', { id: relation })
  const { removed } = await live.next()
  expect(removed.toSorted((x, y) => (x.memoryId < y.memoryId ? -1 : 1))).toEqual(
    [b, c].toSorted().map((memoryId) => ({ memoryId, reason: 'NO_LONGER_FOUND' })),
  )
})

test('standing neighbours tell when one is reached another way', async () => {
  const ada = userIdentity()
  const [a, b, c] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B'), await graph.remember(ada, 'C')]
  const direct = await graph.relate(ada, a, c)
  await graph.relate(ada, a, b)
  await graph.relate(ada, b, c)
  const edge = 'depth via { id weight } node { id }'
  const text = `subscription ($id: ID!) { liveNeighbours(memoryId: $id, depth: 2) {
    ids added { ${edge} } changed { ${edge} } removed { memoryId reason } } }`
  await using live = await watch(ada, text, { id: a })
  expect((await live.next()).ids.toSorted()).toEqual([b, c].toSorted())
  await run(ada, 'UpdateRelationInput', 'updateRelation', { id: direct, weight: 0.5 })
  expect(await live.next()).toMatchObject({
    added: [],
    changed: [{ depth: 1, via: { id: direct, weight: 0.5 }, node: { id: c } }],
    removed: [],
  })
  await run(ada, 'DeleteRelationInput', 'deleteRelation', { id: direct })
  expect(await live.next()).toMatchObject({
    ids: [b, c],
    added: [],
    changed: [{ depth: 2, node: { id: c } }],
    removed: [],
  })
})

test("nobody stands at another tenant's memory, and what is asked is bounded", async () => {
  const id = await graph.remember(userIdentity(), 'The mill')
  const refusal = async (query: string, variables: Record<string, unknown> = {}) => {
    const answer = await graph.subgraph.subscribe({ identity: userIdentity(), query, variables })
    return 'errors' in answer ? answer.errors?.[0]?.extensions['code'] : 'none'
  }
  expect(await refusal(neighboursText, { id })).toBe('NOT_FOUND')
  expect(await refusal('subscription { liveSearch(query: "mill", first: 51) { ids } }')).toBe('BAD_USER_INPUT')
})

const step = fc.record({
  kind: fc.constantFrom('add', 'add', 'rename', 'delete'),
  at: fc.nat(20),
  isMill: fc.boolean(),
})

test('whatever happens, the differences of a standing query add up to what it finds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const ada = userIdentity()
      await using live = await watch(ada, searchText)
      const held = new Map<string, number>()
      const take = async (): Promise<readonly string[]> => {
        const event = await live.next()
        for (const { memoryId } of event.removed) expect(held.delete(memoryId)).toBe(true)
        for (const { node } of [...event.added, ...event.changed]) held.set(node.id, node.version)
        expect([...held.keys()].toSorted()).toEqual(event.ids.toSorted())
        return event.ids
      }
      await take()
      const made: string[] = []
      for (const { kind, at, isMill } of steps) {
        const title = isMill ? `The mill ${at}` : `The tower ${at}`
        const id = made[at % Math.max(1, made.length)]
        if (kind === 'add' || id === undefined) made.push(await graph.remember(ada, title))
        else if (kind === 'rename') await run(ada, 'UpdateMemoryInput', 'updateMemory', { id, title })
        else {
          await run(ada, 'DeleteMemoryInput', 'deleteMemory', { id })
          made.splice(made.indexOf(id), 1)
        }
      }
      const last = await graph.remember(ada, 'mill mill mill')
      while (!(await take()).includes(last));
      type Snapshot = { searchMemories: { nodes: { id: string; version: number }[] } }
      const query = '{ searchMemories(query: "mill", mode: TEXT, first: 5) { nodes { id version } } }'
      const { searchMemories } = await graph.must<Snapshot>(ada, query)
      expect(held).toEqual(new Map(searchMemories.nodes.map(({ id, version }) => [id, version])))
    }),
    { numRuns: 5, seed: 7 },
  )
})
