import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { openCommitNews } from '../commit-news.ts'
import { createGraphEngine } from '../engine/create-engine.ts'
import { startGraph } from '../testing/start-graph.ts'
import { startProjector } from './projector.ts'

const patience = { timeout: 30_000 }
/** It has looked around once when the test begins, and not again before something was heard of. */
const lookAroundMs = 3_000

test('a look at all tenants opens the graph of one that has grown unheard, and none that had all of its log', async () => {
  await using stack = new AsyncDisposableStack()
  const graph = stack.use(await startGraph())
  const folder = await mkdtemp(join(tmpdir(), 'look-around-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const log = createLog({ level: 'silent', name: 'test' })
  const engine = stack.use(await createGraphEngine({ folder, log }))
  // Nothing is heard on it but what is told here.
  const events = createInProcessEventBus(log)
  const news = stack.use(await openCommitNews(events))
  const opened: string[] = []
  const appliedSeq = (tenantId: string) => {
    opened.push(tenantId)
    return engine.appliedSeq(tenantId)
  }
  stack.use(startProjector({ database: graph.database, engine: { ...engine, appliedSeq }, log }, news, lookAroundMs))
  const [heard, unheard] = [userIdentity(), userIdentity()]
  const isCurrent = async ({ tenantId }: typeof heard) => (await engine.appliedSeq(String(tenantId))) === 1

  await graph.remember(heard, 'Heard of')
  events.publish('graph.committed', { tenantId: String(heard.tenantId), seq: 1 })
  await vi.waitUntil(() => isCurrent(heard), patience)
  const openedBefore = opened.length
  await graph.remember(unheard, 'Not heard of')
  await vi.waitUntil(() => isCurrent(unheard), patience)
  expect(opened.slice(openedBefore)).toEqual([unheard.tenantId])
})
