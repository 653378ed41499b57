import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createGraphEngine } from '../src/engine/create-engine.ts'
import type { LogEntry } from '../src/engine/engine.ts'
import { plainKuzu } from './plain-kuzu.ts'
import { madeMemory, madeQuestion, madeRelation, seeded } from './made-rows.ts'

/**
 * How the engine's answers grow with the graph, beside Kuzu asked for the same neighbours without any of it. One run on one
 * machine: only the ratios mean something.
 */
const sizes = process.argv.slice(2).map(Number)
const rows: Record<string, string | number>[] = []
for (const size of sizes.length === 0 ? [1_000, 10_000, 100_000] : sizes) rows.push(await measure(size))
process.stdout.write(`${toTable(rows)}\n`)

async function measure(size: number): Promise<Record<string, string | number>> {
  const folder = await mkdtemp(join(tmpdir(), 'scale-'))
  const log = createLog({ level: 'warn', name: 'bench' })
  const copies = { snapshots: join(folder, '.copies'), snapshotFrom: 1 }
  const engine = await createGraphEngine({ folder, log, ...copies })
  const tenant = 'ten_scale'
  const random = seeded(size)
  const anyId = () => `mem_${Math.floor(random() * size)}`
  const memories = Array.from({ length: size }, (_, i) => madeMemory(i, random))
  const relations = Array.from({ length: 3 * size }, (_, i) => madeRelation(i, size, random))
  const rebuildStartedAt = performance.now()
  await engine.rebuild(tenant, { seq: 1, memories, relations })
  const rebuildMs = performance.now() - rebuildStartedAt
  await engine.search(tenant, { query: 'first', mode: 'TEXT', limit: 1 })

  const around = (memoryIds: string[], depth: number) =>
    engine.neighbours(tenant, { memoryIds, depth, direction: 'BOTH', limit: 100 })
  const oneHop = await time(200, () => around([anyId()], 1))
  const twoHops = await time(200, () => around([anyId()], 2))
  const path = await time(60, () =>
    engine.shortestPath(tenant, { fromId: anyId(), toId: anyId(), maxDepth: 6, direction: 'BOTH' }),
  )
  const find = (mode: 'TEXT' | 'HYBRID') => () =>
    engine.search(tenant, { query: madeQuestion(random), mode, limit: 10, now: 0 })
  const text = await time(100, find('TEXT'))
  const hybrid = await time(100, find('HYBRID'))
  let seq = 1
  const visible = await time(100, async () => {
    const memory = { ...madeMemory(size + seq, random), title: `Unheard-of ${seq}`, content: `zyzzyva${seq}` }
    await engine.apply(tenant, [{ seq: ++seq, changes: [{ kind: 'putMemory', memory }] }])
    const [hit] = await engine.search(tenant, { query: memory.content, mode: 'HYBRID', limit: 1 })
    if (hit?.memoryId !== memory.id) throw new Error('a memory that was applied is not found')
  })
  const batchStartedAt = performance.now()
  const batch = Array.from({ length: 500 }, (_, i): LogEntry => {
    const memory = madeMemory(2 * size + i, random)
    const relation = { ...madeRelation(3 * size + i, size, random), fromId: memory.id }
    return {
      seq: ++seq,
      changes: [
        { kind: 'putMemory', memory },
        { kind: 'putRelation', relation },
      ],
    }
  })
  await engine.apply(tenant, batch)
  const appliedASecond = Math.round((1_000 * batch.length) / (performance.now() - batchStartedAt))
  await engine[Symbol.asyncDispose]()
  const openedMs = await openFromCopy(join(folder, '.elsewhere'))
  const plain = await plainKuzu(folder, tenant)
  const plainTwoHops = await time(200, async () => plain.twoHops(anyId()))
  await plain.close()
  await rm(folder, { recursive: true, force: true })

  /** As a process that has nothing yet. */
  async function openFromCopy(elsewhere: string): Promise<number> {
    await using other = await createGraphEngine({ folder: elsewhere, log, ...copies })
    await other.appliedSeq('ten_other')
    const from = performance.now()
    if ((await other.appliedSeq(tenant)) === 0) throw new Error('no copy was kept')
    return performance.now() - from
  }

  return {
    memories: size,
    'rebuild s': (rebuildMs / 1000).toFixed(1),
    'opened from a copy s': (openedMs / 1000).toFixed(1),
    'one hop': oneHop,
    'two hops': twoHops,
    'two hops, plain Kuzu': plainTwoHops,
    'path to 6': path,
    text,
    hybrid,
    'apply and find': visible,
    'memories with a relation applied a second': appliedASecond,
  }
}

function toTable(rows: readonly Record<string, string | number>[]): string {
  const names = Object.keys(rows[0] ?? {})
  const lines = rows.map((row) => names.map((name) => row[name]).join(' | '))
  return [names.join(' | '), ...lines].join('\n')
}

/** p50 and p95 in milliseconds. */
async function time(count: number, work: () => Promise<unknown>): Promise<string> {
  const taken: number[] = []
  for (let i = 0; i < count; i++) {
    const from = performance.now()
    await work()
    taken.push(performance.now() - from)
  }
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(1)
  return `${at(0.5)} / ${at(0.95)}`
}
