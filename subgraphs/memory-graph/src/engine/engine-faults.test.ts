import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { open, readFile, readdir, readlink, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { GraphEngine, LogEntry } from './engine.ts'
import { GraphDamagedError, GraphUnavailableError } from './engine-errors.ts'
import { anyLog } from './testing/arbitrary-rows.ts'
import { writeManifest } from './process/manifest.ts'
import { createReferenceGraph } from './testing/reference-graph.ts'
import { memory, relation, testEngine } from './testing/test-engine.ts'

type Bench = Awaited<ReturnType<typeof testEngine>>

const tenant = 'ten_a'
const put = (seq: number, content = `text ${seq}`): LogEntry => ({
  seq,
  changes: [{ kind: 'putMemory', memory: memory(`mem_${seq}`, { content }) }],
})

async function generation({ folder }: Bench): Promise<string> {
  return join(folder, tenant, await readFile(join(folder, tenant, 'CURRENT'), 'utf8'))
}

function kill(bench: Bench, signal: NodeJS.Signals): void {
  for (const pid of bench.engine.pids()) process.kill(pid, signal)
}

/** What an owner does: applies from where the graph stands, again after an outage, and rebuilds what is damaged. */
async function project(engine: GraphEngine, log: readonly LogEntry[]): Promise<void> {
  for (;;) {
    try {
      const from = await engine.appliedSeq(tenant)
      if (from === log.length) return
      await engine.apply(tenant, log.slice(from, from + 3))
    } catch (error) {
      if (error instanceof GraphDamagedError) await rebuildAt(engine, log)
      else if (!(error instanceof GraphUnavailableError)) throw error
    }
  }
}

async function rebuildAt(engine: GraphEngine, log: readonly LogEntry[]): Promise<void> {
  const reference = createReferenceGraph()
  for (const entry of log) reference.apply(entry)
  await engine.rebuild(tenant, {
    seq: log.length,
    memories: reference.memories.values(),
    relations: reference.relations.values(),
  })
}

test('a process killed or crashing at any moment of applying loses nothing that was answered and repeats nothing', async () => {
  await using bench = await testEngine({ checkpointBytes: 20_000 })
  await fc.assert(
    fc.asyncProperty(
      anyLog(60),
      fc.array(
        fc.record({ afterMs: fc.nat({ max: 60 }), signal: fc.constantFrom('SIGKILL' as const, 'SIGSEGV' as const) }),
        { minLength: 2, maxLength: 3 },
      ),
      async (log, kills) => {
        await bench.engine.drop(tenant).catch(() => bench.engine.drop(tenant))
        const reference = createReferenceGraph()
        for (const entry of log) reference.apply(entry)
        const killing = (async () => {
          for (const { afterMs, signal } of kills) {
            await new Promise((resolve) => {
              setTimeout(resolve, afterMs)
            })
            kill(bench, signal)
          }
        })()
        await project(bench.engine, log)
        await killing
        await project(bench.engine, log)
        const state = await vi.waitFor(() => bench.engine.state(tenant), { timeout: 10_000 })
        expect(state).toEqual(reference.state())
      },
    ),
    { numRuns: 8, interruptAfterTimeLimit: 25_000 },
  )
}, 60_000)

test('a call in flight when the process ends fails as retryable, and the next one is answered by a new process', async () => {
  await using bench = await testEngine()
  await bench.engine.apply(tenant, [put(1)])
  const before = bench.engine.pids()
  const inFlight = bench.engine.apply(
    tenant,
    Array.from({ length: 500 }, (_, i) => put(i + 2)),
  )
  kill(bench, 'SIGKILL')
  await expect(inFlight).rejects.toThrow(GraphUnavailableError)
  expect(await bench.engine.appliedSeq(tenant), 'where its last checkpoint was').toBe(0)
  expect(bench.engine.pids()).not.toEqual(before)
  expect(await bench.engine.health()).toEqual({ up: true, restarts: 1 })
})

test('a graph whose calls bring the process down again and again is held damaged until it is rebuilt', async () => {
  await using bench = await testEngine()
  await bench.engine.apply(tenant, [put(1)])
  for (let i = 0; i < 3; i++) {
    const call = bench.engine
      .apply(
        tenant,
        Array.from({ length: 300 }, (_, n) => put(n + 2)),
      )
      .catch((error: unknown) => error)
    kill(bench, 'SIGSEGV')
    expect(await call).toBeInstanceOf(GraphUnavailableError)
    await bench.engine.appliedSeq('ten_other')
  }
  await expect(bench.engine.appliedSeq(tenant)).rejects.toThrow(GraphDamagedError)
  await rebuildAt(bench.engine, [put(1)])
  expect(await bench.engine.appliedSeq(tenant)).toBe(1)
})

test('wherever a byte of a closed graph is flipped, the graph is refused, and a rebuild heals it', async () => {
  await using bench = await testEngine()
  const log = Array.from({ length: 30 }, (_, i) => put(i + 1))
  await project(bench.engine, log)
  const sound = await bench.engine.state(tenant)
  for (const place of [0, 0.13, 0.5, 0.77, 0.999]) {
    await bench.reopen(async () => flip(join(await generation(bench), 'graph'), place))
    await expect(bench.engine.search(tenant, { query: 'text', mode: 'TEXT', limit: 5 })).rejects.toThrow(
      GraphDamagedError,
    )
    await expect(bench.engine.apply(tenant, [put(31)])).rejects.toThrow(GraphDamagedError)
    await rebuildAt(bench.engine, log)
    expect(await bench.engine.state(tenant)).toEqual(sound)
    expect(await bench.engine.search(tenant, { query: 'text', mode: 'TEXT', limit: 50 })).toHaveLength(30)
  }
})

test('a byte flipped in a graph that is open is found by the scrubber, whether or not anybody asks for what it hit', async () => {
  await using bench = await testEngine({ scrubEveryMs: 20 })
  await bench.engine.apply(tenant, [put(1, 'an inconspicuous sentence that nobody looks at')])
  await bench.reopen(async () => {
    const file = join(await generation(bench), 'graph')
    const bytes = await readFile(file)
    bytes.write('X', bytes.indexOf('an inconspicuous sentence'))
    await writeFile(file, bytes)
    await renewManifest(bench)
  })
  await vi.waitFor(() => expect(bench.engine.appliedSeq(tenant)).rejects.toThrow(GraphDamagedError), {
    timeout: 10_000,
  })
  await rebuildAt(bench.engine, [put(1)])
  expect(await bench.engine.state(tenant)).toMatchObject({ memories: 1 })
})

test('a log of changes that was cut, flipped or removed while nothing had the graph open never yields a wrong graph', async () => {
  const log = Array.from({ length: 40 }, (_, i) => put(i + 1))
  const reference = createReferenceGraph()
  for (const entry of log) reference.apply(entry)
  const harms: ((file: string) => Promise<void>)[] = [
    (file) => rm(file),
    async (file) => truncate(file, Math.floor((await stat(file)).size / 2)),
    async (file) => truncate(file, (await stat(file)).size - 1),
    (file) => flip(file, 0.1),
    (file) => flip(file, 0.5),
    (file) => flip(file, 0.9),
  ]
  for (const harm of harms) {
    await using bench = await testEngine()
    for (const entry of log) await bench.engine.apply(tenant, [entry])
    kill(bench, 'SIGKILL')
    const file = join(await generation(bench), 'graph.wal')
    await bench.reopen(async () => {
      expect(existsSync(file)).toBe(true)
      await harm(file)
    })
    await project(bench.engine, log)
    expect(await bench.engine.state(tenant)).toEqual(reference.state())
  }
}, 60_000)

test('a folder, a database file or a manifest that is gone is noticed, and an empty graph takes the place of a folder', async () => {
  await using bench = await testEngine()
  await bench.engine.apply(tenant, [put(1)])
  await bench.reopen(() => rm(join(bench.folder, tenant), { recursive: true }))
  expect(await bench.engine.appliedSeq(tenant)).toBe(0)
  for (const file of ['graph', 'manifest.json']) {
    await rebuildAt(bench.engine, [put(1)])
    await bench.reopen(async () => rm(join(await generation(bench), file)))
    await expect(bench.engine.appliedSeq(tenant)).rejects.toThrow(GraphDamagedError)
  }
})

test('a graph that was only read, or closed after writing, is sound when it is opened again', async () => {
  await using bench = await testEngine()
  await bench.engine.apply(tenant, [put(1), put(2)])
  const state = await bench.engine.state(tenant)
  for (let i = 0; i < 3; i++) {
    await bench.reopen()
    expect(await bench.engine.search(tenant, { query: 'text', mode: 'TEXT', limit: 5 })).toHaveLength(2)
    expect(await bench.engine.state(tenant)).toEqual(state)
  }
})

test('more tenants than may be open take turns, and each keeps what is its own', async () => {
  await using bench = await testEngine({ maxOpenTenants: 2 })
  const ids = Array.from({ length: 7 }, (_, i) => `ten_${i}`)
  for (const seq of [1, 2]) {
    await Promise.all(
      ids.map((id) =>
        bench.engine.apply(id, [{ seq, changes: [{ kind: 'putMemory', memory: memory(`${id}_${seq}`) }] }]),
      ),
    )
  }
  for (const id of ids) {
    expect(await bench.engine.state(id)).toMatchObject({ seq: 2, memories: 2 })
    await bench.engine.apply(id, [
      { seq: 3, changes: [{ kind: 'putRelation', relation: relation(`${id}_1`, `${id}_2`) }] },
    ])
  }
  const countOpen = async () => {
    const locked = await openFiles(bench.engine.pids()[0])
    return ids.filter((id) => locked.some((file) => file.includes(`/${id}/`))).length
  }
  // They are closed after whoever opened others has his answer.
  await expect.poll(countOpen, { timeout: 10_000 }).toBeLessThanOrEqual(2)
})

test('a rebuild does not disturb who reads meanwhile, and what was built before is gone', async () => {
  await using bench = await testEngine()
  await bench.engine.apply(tenant, [put(1)])
  const before = await generation(bench)
  const rebuilt = rebuildAt(
    bench.engine,
    Array.from({ length: 200 }, (_, i) => put(i + 1)),
  )
  while (!existsSync(join(bench.folder, tenant)) || (await generation(bench)) === before) {
    expect(await bench.engine.search(tenant, { query: 'text', mode: 'TEXT', limit: 1 })).toHaveLength(1)
  }
  await rebuilt
  expect(await bench.engine.state(tenant)).toMatchObject({ seq: 200, memories: 200 })
  expect((await readdir(join(bench.folder, tenant))).filter((name) => name.includes('-'))).toHaveLength(1)
})

test('after the engine was closed nothing is left running, and it says so', async () => {
  const bench = await testEngine()
  await bench.engine.apply(tenant, [put(1)])
  const [pid] = bench.engine.pids()
  await bench[Symbol.asyncDispose]()
  expect(isRunning(pid)).toBe(false)
  await expect(bench.engine.appliedSeq(tenant)).rejects.toThrow(GraphUnavailableError)
})

test('the process ends with whoever started it, even one who was killed, and lets go of the files', async () => {
  await using bench = await testEngine()
  await bench.reopen(async () => {
    const program = fileURLToPath(new URL('testing/start-and-wait.ts', import.meta.url))
    const owner = spawn(process.execPath, [program, bench.folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [said] = await once(owner.stdout, 'data')
    const pid = Number(String(said))
    expect(isRunning(pid)).toBe(true)
    owner.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5_000 })
  })
  expect(await bench.engine.appliedSeq(tenant)).toBe(0)
})

/** As if the file had been sound when it was opened: what happens to it later shows in no manifest. */
async function renewManifest(bench: Bench): Promise<void> {
  await writeManifest(await generation(bench))
}

async function flip(file: string, place: number): Promise<void> {
  await using handle = await open(file, 'r+')
  const { size } = await handle.stat()
  const at = Math.floor((size - 1) * place)
  const byte = Buffer.alloc(1)
  await handle.read(byte, 0, 1, at)
  await handle.write(Buffer.from([(byte[0] ?? 0) ^ 0x10]), 0, 1, at)
}

async function openFiles(pid: number | undefined): Promise<string[]> {
  const entries = await readdir(`/proc/${pid}/fd`)
  return Promise.all(entries.map((entry) => readlink(`/proc/${pid}/fd/${entry}`).catch(() => '')))
}

function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}
