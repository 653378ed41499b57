import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { LogEntry } from './engine.ts'
import { GraphDamagedError } from './engine-errors.ts'
import { createReferenceGraph } from './testing/reference-graph.ts'
import { memory, relation, testEngine } from './testing/test-engine.ts'

const tenant = 'ten_a'
/** Enough of it calls for a checkpoint. */
const long = 'z'.repeat(100_000)
const log: readonly LogEntry[] = Array.from({ length: 16 }, (_, i) => ({
  seq: i + 1,
  changes: [
    { kind: 'putMemory', memory: memory(`mem_${i}`, { content: `kestrel ${i} ${long}` }) },
    { kind: 'putRelation', relation: relation(`mem_${i}`, `mem_${Math.max(0, i - 1)}`, { id: `rel_${i}` }) },
  ],
}))

async function snapshotFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'graph-snapshots-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
const kept = (folder: string) => readdir(join(folder, tenant)).catch(() => [])

/** An engine that makes a checkpoint as soon as it may, and keeps copies from the second entry on. */
const keeper = (snapshots: string) => testEngine({ snapshots, snapshotFrom: 2, checkpointBytes: 1 })

/** Whose graph has grown to the twelfth entry, and of it a copy of some entry is there. */
async function grown(snapshots: string) {
  const bench = await keeper(snapshots)
  for (const entry of log.slice(0, 12)) await bench.engine.apply(tenant, [entry])
  await vi.waitFor(async () => expect(await kept(snapshots)).toEqual([expect.stringMatching(/^\d+-/)]), {
    timeout: 20_000,
  })
  return bench
}

test('a process without a graph opens the copy that another keeps, and applies what came after it', async () => {
  const snapshots = await snapshotFolder()
  await using first = await grown(snapshots)
  await using second = await testEngine({ snapshots })
  const from = await second.engine.appliedSeq(tenant)
  expect(from).toBeGreaterThanOrEqual(2)
  await second.engine.apply(tenant, log.slice(from))
  await first.engine.apply(tenant, log.slice(12))
  const reference = createReferenceGraph()
  for (const entry of log) reference.apply(entry)
  for (const { engine } of [first, second]) {
    expect(await engine.state(tenant)).toEqual(reference.state())
    expect(await engine.search(tenant, { query: 'kestrel', mode: 'TEXT', limit: 50 })).toHaveLength(16)
  }
})

test('a copy that was harmed, or is of another version, is passed over, and the graph stays as it is', async () => {
  const snapshots = await snapshotFolder()
  await using bench = await grown(snapshots)
  const before = await bench.engine.state(tenant)
  const [name = ''] = await kept(snapshots)
  const [graph, manifest] = [join(snapshots, tenant, name, 'graph'), join(snapshots, tenant, name, 'snapshot.json')]
  const [bytes, said] = [await readFile(graph), await readFile(manifest, 'utf8')]
  const flipped = Buffer.from(bytes)
  flipped.writeUInt8(flipped.readUInt8(5_000) ^ 1, 5_000)
  const harms = [
    () => writeFile(graph, flipped),
    () => truncate(graph, 1_000),
    () => rm(graph),
    () => writeFile(manifest, said.replace(/"schemaVersion":\d+/, '"schemaVersion":1')),
    () => writeFile(manifest, said.slice(0, 20)),
  ]
  for (const harm of harms) {
    await writeFile(graph, bytes)
    await harm()
    expect(await bench.engine.restore(tenant)).toBe(false)
    expect(await bench.engine.state(tenant)).toEqual(before)
  }
  await writeFile(manifest, said)
  expect(await bench.engine.restore(tenant)).toBe(true)
  expect(await bench.engine.appliedSeq(tenant)).toBe(Number(name.split('-')[0]))
})

test('a damaged graph gives way to its copy; one that is built from rows takes the place of both', async () => {
  const snapshots = await snapshotFolder()
  await using bench = await grown(snapshots)
  const [before = ''] = await kept(snapshots)
  await bench.reopen(async () => {
    const folder = join(bench.folder, tenant)
    const file = join(folder, await readFile(join(folder, 'CURRENT'), 'utf8'), 'graph')
    await truncate(file, (await stat(file)).size - 4_096)
  })
  await expect(bench.engine.appliedSeq(tenant)).rejects.toThrow(GraphDamagedError)
  expect(await bench.engine.restore(tenant)).toBe(true)
  expect(await bench.engine.appliedSeq(tenant)).toBe(Number(before.split('-')[0]))
  await bench.engine.rebuild(tenant, { seq: 30, memories: [memory('mem_1')], relations: [] })
  await vi.waitFor(async () => expect(await kept(snapshots)).toEqual([expect.stringMatching(/^30-/)]), {
    timeout: 20_000,
  })
  await bench.engine.drop(tenant)
  expect(await kept(snapshots)).toEqual([])
  expect(await bench.engine.restore(tenant)).toBe(false)
})
