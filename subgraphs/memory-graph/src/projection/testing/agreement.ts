import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { openCommitNews } from '../../commit-news.ts'
import { createGraphEngine, type EngineOptions } from '../../engine/create-engine.ts'
import { createDigest, memoryHash, relationHash } from '../../engine/digest.ts'
import { memoryEntity, relationEntity } from '../../entities.ts'
import { readHead, readLog } from '../../read-log.ts'
import { toSnapshot, type Snapshot } from '../../snapshot.ts'
import type { TestGraph } from '../../testing/start-graph.ts'
import { toGraphMemory, toGraphRelation } from '../graph-row.ts'
import { startProjector } from '../projector.ts'

/** A projection of its own on another instance's rows, as a second memory-graph process has it. */
export async function startProjection({ database, events }: TestGraph, options: Partial<EngineOptions> = {}) {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'memory-graph-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const log = createLog({ name: 'test', level: 'silent' })
  const engine = opening.use(await createGraphEngine({ folder, log, loadFrom: 3, ...options }))
  const news = opening.use(await openCommitNews(events))
  const projector = opening.use(startProjector({ database, engine, log }, news, 50))
  const open = opening.move()
  return { engine, projector, folder, [Symbol.asyncDispose]: () => open.disposeAsync() }
}
type Projection = Awaited<ReturnType<typeof startProjection>>

export async function contentsOf({ database }: TestGraph, tenantId: string) {
  return database.withTenantId(tenantId, async (em) => {
    const seq = await readHead(em)
    const memories = await em.find(memoryEntity, { deletedAt: null }, { disableIdentityMap: true })
    const relations = await em.find(relationEntity, { deletedAt: null }, { disableIdentityMap: true })
    return { seq, memories, relations, operations: await readLog(em, 0, 1_000_000) }
  })
}
type Contents = Awaited<ReturnType<typeof contentsOf>>

function stateOf({ seq, memories, relations }: Contents) {
  const digest = createDigest()
  for (const memory of memories) digest.add(memoryHash(toGraphMemory(memory)))
  for (const relation of relations) digest.add(relationHash(toGraphRelation(relation)))
  return { seq, memories: memories.length, relations: relations.length, digest: digest.hex() }
}

/** What the log alone says of the rows. */
function fold({ operations }: Contents): Snapshot[] {
  const rows = new Map<string, Snapshot>()
  for (const { before, after } of operations) {
    if (after !== null) rows.set(after.id, after)
    else if (before !== null) rows.delete(before.id)
  }
  return [...rows.values()]
}

const byId = (a: Snapshot, b: Snapshot) => (a.id < b.id ? -1 : 1)

/** The rows, the fold of the log and a graph are the same, and the log has no gap. */
export async function expectAgreement(graph: TestGraph, projection: Projection, tenantId: string): Promise<void> {
  const contents = await contentsOf(graph, tenantId)
  expect(contents.operations.map(({ seq }) => seq)).toEqual(Array.from({ length: contents.seq }, (_, i) => i + 1))
  expect(fold(contents).toSorted(byId)).toEqual(
    [...contents.memories, ...contents.relations].map(toSnapshot).toSorted(byId),
  )
  expect(await projection.projector.reach(tenantId, contents.seq, 20_000)).toBe(true)
  expect(await projection.engine.state(tenantId)).toMatchObject(stateOf(contents))
}
