import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

type Change = {
  readonly seq: number
  readonly kind: string
  readonly memory: { readonly id: string; readonly title: string; readonly deletedAt: string | null } | null
  readonly relation: { readonly id: string; readonly weight: number } | null
}
const subscription = `subscription ($after: Int!, $filter: MemoryChangeFilter) { memoryChanges(after: $after, filter: $filter) {
  seq kind actor { id } memory { id title deletedAt createdBy { id } } relation { id weight } } }`

async function watch(viewer: User, after: number, filter?: object) {
  const variables = { after, filter }
  const events = await graph.subgraph.subscribe({ identity: viewer, query: subscription, variables })
  if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events))
  return {
    events,
    async take(count: number): Promise<Change[]> {
      const taken: Change[] = []
      while (taken.length < count) {
        const { value, done } = await events.next()
        if (done === true || value.errors !== undefined) throw new Error(JSON.stringify(value))
        taken.push((value.data as { memoryChanges: Change }).memoryChanges)
      }
      return taken
    },
    stop: async () => void (await events.return?.()),
  }
}
const run = (viewer: User, type: string, field: string, input: object) =>
  graph.must(viewer, `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`, { input })

describe('the stream of changes that are asked for', () => {
  /** The numbers of the changes that a filter leaves, up to a last one that every filter here leaves. */
  async function left(viewer: User, filter: object, after = 0): Promise<number[]> {
    const stream = await watch(viewer, after, filter)
    const seqs: number[] = []
    for (let isLast = false; !isLast;) {
      const [change] = await stream.take(1)
      isLast = change?.memory?.title === 'Last'
      if (change !== undefined) seqs.push(change.seq)
    }
    await stream.stop()
    return seqs
  }

  test('holds all of them and no other, in order, by kind, memory, type and tag, and can be resumed', async () => {
    const ada = userIdentity()
    const a = await graph.remember(ada, 'A', { type: 'EPISODIC', tags: ['x', 'y'] }) // 1
    const b = await graph.remember(ada, 'B') // 2
    const relation = await graph.relate(ada, a, b) // 3
    await run(ada, 'UpdateMemoryInput', 'updateMemory', { id: a, type: 'SEMANTIC', tags: ['x'] }) // 4
    await run(ada, 'UpdateMemoryInput', 'updateMemory', { id: a, title: 'A2' }) // 5
    for (let i = 0; i < 60; i++) await run(ada, 'UpdateMemoryInput', 'updateMemory', { id: b, title: `B${i}` }) // 6 to 65
    await run(ada, 'DeleteRelationInput', 'deleteRelation', { id: relation }) // 66
    await run(ada, 'DeleteMemoryInput', 'deleteMemory', { id: a }) // 67
    const last = await graph.remember(ada, 'Last', { type: 'EPISODIC', tags: ['x', 'y'] }) // 68
    expect(await left(ada, { kinds: ['MEMORY_CREATED', 'RELATION_DELETED'] })).toEqual([1, 2, 66, 68])
    expect(await left(ada, { memoryIds: [a, last] })).toEqual([1, 3, 4, 5, 66, 67, 68])
    expect(await left(ada, { types: ['EPISODIC'] })).toEqual([1, 4, 68])
    expect(await left(ada, { tags: ['x', 'y'] })).toEqual([1, 4, 68])
    expect(await left(ada, { tags: ['x'] })).toEqual([1, 4, 5, 67, 68])
    expect(await left(ada, { tags: ['x'], kinds: ['MEMORY_UPDATED', 'MEMORY_CREATED'] }, 4)).toEqual([5, 68])
  })

  test('is not asked for more memories than it can hold', async () => {
    const variables = { after: 0, filter: { memoryIds: Array.from({ length: 1_001 }, (_, i) => `mem_${i}`) } }
    const answer = await graph.subgraph.subscribe({ identity: userIdentity(), query: subscription, variables })
    expect('errors' in answer && answer.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'filter.memoryIds',
    })
  })
})

describe('the stream of changes', () => {
  test('tells each kind of change, with the memory or relation as the change left it', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const id = await graph.relate(ada, a, b)
    await run(ada, 'UpdateMemoryInput', 'updateMemory', { id: a, title: 'A2' })
    await run(ada, 'UpdateRelationInput', 'updateRelation', { id, weight: 0.5 })
    await run(ada, 'DeleteMemoryInput', 'deleteMemory', { id: b })
    await run(ada, 'RestoreMemoryInput', 'restoreMemory', { id: b })
    await run(ada, 'DeleteRelationInput', 'deleteRelation', { id })
    const stream = await watch(ada, 0)
    const changes = await stream.take(10)
    await stream.stop()
    expect(changes.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'MEMORY_CREATED'],
      [2, 'MEMORY_CREATED'],
      [3, 'RELATION_CREATED'],
      [4, 'MEMORY_UPDATED'],
      [5, 'RELATION_UPDATED'],
      [6, 'RELATION_DELETED'],
      [7, 'MEMORY_DELETED'],
      [8, 'MEMORY_RESTORED'],
      [9, 'RELATION_RESTORED'],
      [10, 'RELATION_DELETED'],
    ])
    expect(changes[0]).toMatchObject({ memory: { id: a, title: 'A', createdBy: { id: ada.userId } }, relation: null })
    expect(changes[3]).toMatchObject({ memory: { id: a, title: 'A2' }, actor: { id: ada.userId } })
    expect(changes[4]).toMatchObject({ memory: null, relation: { id, weight: 0.5 } })
    expect(changes[6]?.memory?.deletedAt).not.toBeNull()
  })

  test('waits for what is yet to come', async () => {
    const ada = userIdentity()
    const stream = await watch(ada, 0)
    const next = stream.take(1)
    const id = await graph.remember(ada, 'Later')
    expect(await next).toMatchObject([{ seq: 1, memory: { id } }])
    await stream.stop()
  })

  test('begins after the change that is given, and stays within the tenant', async () => {
    const [ada, eve] = [userIdentity(), userIdentity()]
    for (const title of ['1', '2', '3']) await graph.remember(ada, title)
    await graph.remember(eve, 'not for Ada')
    const stream = await watch(ada, 2)
    await graph.remember(ada, '4')
    expect((await stream.take(2)).map(({ memory }) => memory?.title)).toEqual(['3', '4'])
    await stream.stop()
  })

  test('ends at once when its reader leaves, while it is quiet', async () => {
    const stream = await watch(userIdentity(), 0)
    const waiting = stream.events.next()
    await stream.stop()
    expect(await waiting).toMatchObject({ done: true })
  })

  test('is gapless and in order for readers who come and go while twenty write at once', async () => {
    const ada = userIdentity()
    const writers = 20
    const each = 6
    const seen: Change[] = []
    const reading = (async () => {
      // Leaves after every few changes and comes back after the last one it has.
      for (let chunk = 1; seen.length < writers * each; chunk = (chunk % 7) + 1) {
        const stream = await watch(ada, seen.at(-1)?.seq ?? 0)
        seen.push(...(await stream.take(Math.min(chunk, writers * each - seen.length))))
        await stream.stop()
      }
    })()
    const watcher = await watch(ada, 0)
    const staying = watcher.take(writers * each)
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let n = 0; n < each; n++) await graph.remember(ada, `${writer}/${n}`)
      }),
    )
    await reading
    expect(seen.map(({ seq }) => seq)).toEqual(Array.from({ length: writers * each }, (_, i) => i + 1))
    expect(await staying).toEqual(seen)
    expect(new Set(seen.map(({ memory }) => memory?.id)).size).toBe(writers * each)
    await watcher.stop()
  })

  test('goes on when the news of a commit is lost', async () => {
    const ada = userIdentity()
    await using deaf = await startGraph({
      events: {
        publish: () => undefined,
        subscribe: async () => ({ [Symbol.asyncDispose]: async () => undefined }),
        isHealthy: () => false,
        [Symbol.asyncDispose]: async () => undefined,
      },
      env: { GRAPH_LOOK_AROUND_MS: '50' },
    })
    const events = await deaf.subgraph.subscribe({ identity: ada, query: subscription, variables: { after: 0 } })
    if (!(Symbol.asyncIterator in events)) throw new Error('refused')
    const next = events.next()
    await deaf.remember(ada, 'Unheard')
    expect((await next).value?.data).toMatchObject({ memoryChanges: { seq: 1 } })
    await events.return?.()
  })

  test.each([-1, 3])('refuses a number that is none of the log: %i', async (after) => {
    const ada = userIdentity()
    for (const title of ['1', '2']) await graph.remember(ada, title)
    const answer = await graph.subgraph.subscribe({ identity: ada, query: subscription, variables: { after } })
    if (Symbol.asyncIterator in answer) throw new Error('not refused')
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})
