import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { descendantsOf } from '@graphmemory/testing/processes.ts'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'

let graph: TestGraph
const bearers = new Map<string, Identity>()
beforeAll(async () => {
  graph = await startGraph({
    env: { GRAPH_LOOK_AROUND_MS: '600000' },
    authenticate: async (bearer) => bearers.get(bearer ?? '') ?? Promise.reject(new Error('nobody')),
  })
})
afterAll(() => graph[Symbol.asyncDispose]())

const each = 1_500
/** Memories, and a relation of each to the next: more than one batch of an import. */
const lines = (name: string) => {
  const places = Array.from({ length: each }, (_, n) => n)
  const memory = (n: number) => ({ kind: 'memory', externalId: `${name}${n}`, type: 'SEMANTIC', title: `${name} ${n}` })
  const next = (n: number) => ({ kind: 'relation', from: `${name}${n}`, to: `${name}${(n + 1) % each}` })
  return [...places.map(memory), ...places.map((n) => ({ ...next(n), type: 'RELATED_TO' }))]
}

async function importAll(viewer: User, given: readonly object[]): Promise<unknown> {
  const route = graph.subgraph.routes.find(({ path }) => path === '/import')
  bearers.set(viewer.userId, viewer)
  const answer = await route?.handle({
    query: new URLSearchParams(),
    headers: { authorization: `Bearer ${viewer.userId}` },
    body: Readable.from(given.map((line) => Buffer.from(`${JSON.stringify(line)}\n`))),
    ip: '192.0.2.1',
  })
  if (answer === undefined || typeof answer.body === 'string') throw new Error('refused')
  let last = ''
  for await (const report of answer.body) last = String(report)
  return JSON.parse(last)
}

/** What the graph finds once it lacks nothing. */
const found = (viewer: User, query: string) =>
  vi.waitFor(
    async () => {
      type Answer = { searchMemories: { stale: boolean; nodes: { title: string }[] } }
      const { searchMemories } = await graph.must<Answer>(
        viewer,
        'query ($query: String!) { searchMemories(query: $query, mode: TEXT, first: 3) { stale nodes { title } } }',
        { query },
      )
      if (searchMemories.stale) throw new Error('the graph catches up')
      return searchMemories.nodes.map(({ title }) => title)
    },
    { timeout: 30_000 },
  )

const operations = async (name: string): Promise<number> => {
  const text = await graph.metrics.registry.getSingleMetricAsString('graphmemory_graph_operation_seconds')
  return Number(new RegExp(`_count\\{operation="${name}",outcome="ok"\\} (\\d+)`).exec(text)?.[1] ?? 0)
}

async function stateByRows(viewer: User) {
  const query = 'mutation ($t: ID!) { rebuildGraph(input: { tenantId: $t }) { seq memories relations } }'
  const identity = serviceIdentity('gm', viewer.tenantId)
  return (await graph.must<{ rebuildGraph: unknown }>(identity, query, { t: viewer.tenantId })).rebuildGraph
}

test('what an import brings at once to a small graph is built, not applied; what follows is applied to that', async () => {
  const ada = userIdentity()
  await graph.remember(ada, 'lantern')
  expect(await found(ada, 'lantern')).toEqual(['lantern'])
  const [applied, used] = [await operations('apply'), await operations('useDraft')]
  expect(await importAll(ada, lines('alder'))).toMatchObject({ created: 2 * each, failed: 0, done: true })
  expect(await found(ada, '1499 alder')).toContain('alder 1499')
  expect(await found(ada, 'lantern')).toEqual(['lantern'])
  expect([await operations('apply'), await operations('useDraft')]).toEqual([applied, used + 1])

  const changed = lines('alder').map((line, n) => ({ ...line, ...(n === 7 && { title: 'kestrel' }) }))
  expect(await importAll(ada, changed)).toMatchObject({ created: 0, updated: 1, unchanged: 2 * each - 1 })
  expect(await found(ada, 'kestrel')).toEqual(['kestrel'])
  expect([await operations('apply'), await operations('useDraft')]).toEqual([applied + 1, used + 1])
  expect(await stateByRows(ada)).toMatchObject({ memories: each + 1, relations: each })
})

test('an engine that is killed while a graph is drafted or built loses nothing of what was imported', async () => {
  const ada = userIdentity()
  const killed = new Set<number>()
  for (const [n, pauseMs] of [0, 200, 800].entries()) {
    const importing = importAll(ada, lines(`larch${n}`))
    if (n > 0) await importing
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    for (const { pid, command } of descendantsOf(process.pid)) {
      if (!command.includes('engine/process/main') || killed.has(pid)) continue
      process.kill(pid, 'SIGKILL')
      killed.add(pid)
    }
    expect(await importing).toMatchObject({ created: 2 * each, failed: 0 })
  }
  expect(killed.size).toBeGreaterThan(1)
  expect(await found(ada, '1499 larch2')).toContain('larch2 1499')
  expect(await stateByRows(ada)).toMatchObject({ memories: 3 * each, relations: 3 * each })
})
