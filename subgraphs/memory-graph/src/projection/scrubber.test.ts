import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { openCommitNews } from '../commit-news.ts'
import { createGraphEngine } from '../engine/create-engine.ts'
import { memory } from '../engine/testing/test-engine.ts'
import { readHead } from '../read-log.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'
import { startProjector } from './projector.ts'
import { scrubGraph } from './scrub-graph.ts'
import { startScrubber } from './start-scrubber.ts'

let graph: TestGraph
const ada = userIdentity()
const tenantId = tenantOf(ada)
beforeAll(async () => {
  graph = await startGraph()
  const a = await graph.remember(ada, 'A', { properties: { n: 1.5, deep: { x: ['ü', null] } }, importance: 0.1 })
  const b = await graph.remember(ada, 'B', { validFrom: '0999-01-01T00:00:00.001Z' })
  await graph.relate(ada, a, b, 'SUPPORTS', { weight: 0.3 })
})
afterAll(() => graph[Symbol.asyncDispose]())

/** A projection of its own on the rows, which this test may damage. */
async function startProjection() {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'memory-graph-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const log = createLog({ name: 'test', level: 'silent' })
  const engine = opening.use(await createGraphEngine({ folder, log }))
  const news = opening.use(await openCommitNews(graph.events))
  const { database } = graph
  const projector = opening.use(startProjector({ database, engine, log }, news, 60_000))
  const head = await database.withTenantId(tenantId, readHead)
  expect(await projector.reach(tenantId, head, 30_000)).toBe(true)
  const open = opening.move()
  return {
    resources: { database, engine, projector, log },
    sound: await engine.state(tenantId),
    /** Puts in its place a graph that is sound in itself and says that it is as new, and holds something else. */
    damage: () => engine.rebuild(tenantId, { seq: head, memories: [memory('mem_x')], relations: [] }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

test('a graph that holds what the rows say is left as it is', async () => {
  await using projection = await startProjection()
  expect(await scrubGraph(projection.resources, tenantId)).toBe('SOUND')
  expect(await scrubGraph(projection.resources, tenantOf(userIdentity()))).toBe('SOUND')
})

test('a graph that holds something else is found and built anew', async () => {
  await using projection = await startProjection()
  const { resources, sound } = projection
  await projection.damage()
  expect(await scrubGraph(resources, tenantId)).toBe('REBUILT')
  expect(await resources.engine.state(tenantId)).toEqual(sound)
  expect(await scrubGraph(resources, tenantId)).toBe('SOUND')
})

test('in the background every tenant has its turn, and what comes out is counted', async () => {
  const bob = userIdentity()
  await graph.remember(bob, 'B')
  await using projection = await startProjection()
  const { resources, sound } = projection
  await projection.damage()
  const metrics = createMetrics()
  await using _scrubber = startScrubber({ ...resources, metrics }, 5, 0)
  const counted = async () => metrics.registry.getSingleMetricAsString('graphmemory_graph_scrubs_total')
  await vi.waitFor(async () => expect(await counted()).toMatch(/outcome="SOUND"} [3-9]/), {
    timeout: 25_000,
    interval: 50,
  })
  expect(await counted()).toContain('outcome="REBUILT"} 1')
  expect(await resources.engine.state(tenantId)).toEqual(sound)
  expect((await resources.engine.state(tenantOf(bob))).memories).toBe(1)
})
