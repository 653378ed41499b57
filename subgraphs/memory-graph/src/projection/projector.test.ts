import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'
import { contentsOf, expectAgreement, startProjection } from './testing/agreement.ts'

const mutation = (field: string, type: string) =>
  `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`
const place = fc.nat({ max: 30 })
const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('createMemory' as const),
      text,
      importance: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('createRelation' as const),
      from: place,
      to: place,
      weight: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  fc.record({
    do: fc.constant('updateMemory' as const),
    at: place,
    text,
    properties: fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  }),
  fc.record({
    do: fc.constant('updateRelation' as const),
    at: place,
    weight: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deleteMemory' as const), at: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restoreMemory' as const), at: place }) },
  fc.record({ do: fc.constant('deleteRelation' as const), at: place }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mergeMemories' as const), from: place, to: place }) },
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** Runs commands; those that do not apply are refused, which is part of it. */
async function perform(graph: TestGraph, viewer: ReturnType<typeof userIdentity>, commands: readonly Command[]) {
  const memories: string[] = []
  const relations: string[] = []
  const at = (ids: readonly string[], index: number) => ids[index % Math.max(ids.length, 1)] ?? 'none'
  for (const each of commands) {
    switch (each.do) {
      case 'createMemory':
        memories.push(
          await graph.remember(viewer, `t${each.text}`, { content: each.text, importance: each.importance }),
        )
        break
      case 'createRelation': {
        const input = {
          fromId: at(memories, each.from),
          toId: at(memories, each.to),
          type: 'SUPPORTS',
          weight: each.weight,
        }
        const { data } = await graph.ask(
          viewer,
          `mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { id } } }`,
          { input },
        )
        const made = data as { createRelation: { relation: { id: string } } | null } | null
        if (made?.createRelation != null) relations.push(made.createRelation.relation.id)
        break
      }
      case 'updateMemory':
        await graph.ask(viewer, mutation('updateMemory', 'UpdateMemoryInput'), {
          input: { id: at(memories, each.at), content: each.text, properties: each.properties },
        })
        break
      case 'updateRelation':
        await graph.ask(viewer, mutation('updateRelation', 'UpdateRelationInput'), {
          input: { id: at(relations, each.at), weight: each.weight },
        })
        break
      case 'deleteMemory':
        await graph.ask(viewer, mutation('deleteMemory', 'DeleteMemoryInput'), { input: { id: at(memories, each.at) } })
        break
      case 'restoreMemory':
        await graph.ask(viewer, mutation('restoreMemory', 'RestoreMemoryInput'), {
          input: { id: at(memories, each.at) },
        })
        break
      case 'mergeMemories':
        await graph.ask(viewer, mutation('mergeMemories', 'MergeMemoriesInput'), {
          input: { winnerId: at(memories, each.to), loserId: at(memories, each.from) },
        })
        break
      case 'deleteRelation':
        await graph.ask(viewer, mutation('deleteRelation', 'DeleteRelationInput'), {
          input: { id: at(relations, each.at) },
        })
        break
    }
  }
}

test(
  'after any operations the rows, the fold of the log and the graph are the same',
  { timeout: 240_000 },
  async () => {
    await using graph = await startGraph()
    await using projection = await startProjection(graph)
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 60 }), fc.boolean(), async (commands, anew) => {
        const viewer = userIdentity()
        const tenantId = String(viewer.tenantId)
        await perform(graph, viewer, commands)
        await expectAgreement(graph, projection, tenantId)
        if (anew) {
          await projection.projector.rebuild(tenantId)
          await expectAgreement(graph, projection, tenantId)
        }
      }),
      { numRuns: 12, endOnFailure: true },
    )
  },
)

test(
  'twenty who write at once leave a log without gaps, and rows and graph that agree with it',
  { timeout: 120_000 },
  async () => {
    await using graph = await startGraph()
    await using projection = await startProjection(graph)
    const ada = userIdentity()
    const shared = await graph.remember(ada, 'Shared')
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        const own = await graph.remember(ada, `Writer ${writer}`)
        await graph.relate(ada, own, shared)
        await graph.relate(ada, shared, own)
        await graph.must(ada, mutation('updateMemory', 'UpdateMemoryInput'), {
          input: { id: shared, content: `by ${writer}` },
        })
      }),
    )
    const { seq } = await contentsOf(graph, String(ada.tenantId))
    expect(seq).toBe(1 + 20 * 4)
    await expectAgreement(graph, projection, String(ada.tenantId))
  },
)

test('a graph that is built anew while others write ends equal to the rows', { timeout: 120_000 }, async () => {
  await using graph = await startGraph()
  await using projection = await startProjection(graph)
  const ada = userIdentity()
  const tenantId = String(ada.tenantId)
  const ids: string[] = []
  for (let i = 0; i < 40; i++) ids.push(await graph.remember(ada, `M${i}`))
  let isWriting = true
  const writing = (async () => {
    for (let i = 0; i < 60; i++) {
      const [from = '', to = ''] = [ids[(i * 7) % 40], ids[(i * 11 + 1) % 40]]
      if (from !== to)
        await graph.ask(ada, mutation('createRelation', 'CreateRelationInput'), {
          input: { fromId: from, toId: to, type: 'SUPPORTS' },
        })
      if (i % 3 === 0) await graph.ask(ada, mutation('deleteMemory', 'DeleteMemoryInput'), { input: { id: from } })
      if (i % 3 === 1) await graph.ask(ada, mutation('restoreMemory', 'RestoreMemoryInput'), { input: { id: to } })
    }
    isWriting = false
  })()
  for (let builds = 0; isWriting; builds++) await projection.projector.rebuild(tenantId)
  await writing
  await expectAgreement(graph, projection, tenantId)
})

test('an engine that is killed ten times while it is written loses nothing', { timeout: 240_000 }, async () => {
  await using graph = await startGraph()
  await using projection = await startProjection(graph)
  const ada = userIdentity()
  const tenantId = String(ada.tenantId)
  const first = await graph.remember(ada, 'First')
  for (let kill = 0; kill < 10; kill++) {
    for (let i = 0; i < 8; i++) {
      await graph.relate(ada, first, await graph.remember(ada, `M${kill}.${i}`))
      if (i === kill % 8) for (const pid of projection.engine.pids()) process.kill(pid, 'SIGKILL')
    }
  }
  await expectAgreement(graph, projection, tenantId)
})

test(
  'a graph whose files are gone is there again, and so is one that was never here',
  { timeout: 120_000 },
  async () => {
    await using graph = await startGraph()
    const ada = userIdentity()
    const tenantId = String(ada.tenantId)
    await graph.relate(ada, await graph.remember(ada, 'A'), await graph.remember(ada, 'B'))
    await using projection = await startProjection(graph)
    await expectAgreement(graph, projection, tenantId)
    await projection.engine.drop(tenantId)
    await expectAgreement(graph, projection, tenantId)
  },
)

test(
  'a damaged graph gives way to the copy that was kept of it, which the log brings up',
  { timeout: 120_000 },
  async () => {
    await using graph = await startGraph()
    const snapshots = await mkdtemp(join(tmpdir(), 'graph-snapshots-'))
    onTestFinished(() => rm(snapshots, { recursive: true, force: true }))
    await using projection = await startProjection(graph, { snapshots, snapshotFrom: 2, checkpointBytes: 1 })
    const ada = userIdentity()
    const tenantId = String(ada.tenantId)
    const kept = () => readdir(join(snapshots, tenantId)).catch(() => [])
    for (let i = 0; i < 8; i++) await graph.remember(ada, `M${i}`, { content: 'z'.repeat(100_000) })
    await vi.waitFor(async () => expect(await kept()).toEqual([expect.stringMatching(/^\d+-/)]), { timeout: 20_000 })
    await expectAgreement(graph, projection, tenantId)
    const before = await kept()

    const folder = join(projection.folder, tenantId)
    await truncate(join(folder, await readFile(join(folder, 'CURRENT'), 'utf8'), 'graph'), 4_096)
    for (const pid of projection.engine.pids()) process.kill(pid, 'SIGKILL')
    await graph.remember(ada, 'Last')
    await expectAgreement(graph, projection, tenantId)
    expect(await kept(), 'building from rows would have removed it').toEqual(before)
  },
)

test('an operator has a graph built anew, which is in the audit log', async () => {
  await using graph = await startGraph()
  const ada = userIdentity()
  await graph.relate(ada, await graph.remember(ada, 'A'), await graph.remember(ada, 'B'))
  const gm = serviceIdentity('gm', ada.tenantId)
  const query = 'mutation ($input: RebuildGraphInput!) { rebuildGraph(input: $input) { seq memories relations } }'
  expect(await graph.must(gm, query, { input: { tenantId: ada.tenantId } })).toEqual({
    rebuildGraph: { seq: 3, memories: 2, relations: 1 },
  })
  expect((await graph.audited(ada)).at(-1)).toMatchObject({
    type: 'system_event',
    action: 'graph.rebuild',
    actor: { kind: 'service', id: 'gm' },
    resource: { type: 'tenant', id: ada.tenantId },
  })
})
