/**
 * `node tests/bench/gateway.ts [rounds] [--hive]`: CPU of the gateway's process for a request, beside stock Apollo and, if
 * it is asked for, Hive Gateway (installed outside the workspace), in one run.
 * Exact-count blocks in alternating order after a warm-up; the 25th percentile of the blocks; identical bytes checked.
 * Only the ratios within one table mean anything.
 */
import { createHash } from 'node:crypto'
import { operations, type OperationName } from './gateway/graph.ts'
import { cpuMicroseconds, type MeasuredProcess, residentMegabytes, startProcess } from '../harness/measured-process.ts'
import { installHive } from './gateway/install-hive.ts'
import { load } from './gateway/measure.ts'

const args = process.argv.slice(2)
const rounds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 8)
const variants = ['stock', 'executor, HTTP', 'executor, in-process', 'whole, HTTP', 'whole, in-process'] as const
/** So many blocks run before those that count: V8 goes on compiling for some thousand requests. */
const warmUpBlocks = 12

const subgraphs = await startProcess(new URL('gateway/subgraphs.ts', import.meta.url), [])
const targets = new Map<string, MeasuredProcess>()
for (const variant of variants)
  targets.set(variant, await startProcess(new URL('gateway/server.ts', import.meta.url), [variant, subgraphs.line]))

if (args.includes('--hive')) {
  const folder = installHive()
  for (const variant of ['Hive', 'Hive with its Rust planner'])
    targets.set(
      variant,
      await startProcess(new URL('gateway/hive.ts', import.meta.url), [folder, variant, subgraphs.line]),
    )
}

for (const name of Object.keys(operations) as OperationName[]) {
  const operation = operations[name]
  const hashes = new Set<string>()
  let bytes = 0
  for (const target of targets.values()) {
    const { sample } = await load(target, operation, operation.block * warmUpBlocks)
    bytes = Buffer.byteLength(JSON.stringify(sample))
    hashes.add(createHash('sha256').update(JSON.stringify(sample)).digest('hex'))
  }
  if (hashes.size !== 1) throw new Error(`the variants answered ${name} differently`)
  const raw = await startProcess(new URL('gateway/server.ts', import.meta.url), ['raw', subgraphs.line, String(bytes)])
  const all = new Map([...targets, ['raw node:http', raw]])
  const blocks = new Map(
    [...all.keys()].map((variant) => [variant, [] as { cpu: number; rps: number; p50: number; p99: number }[]]),
  )
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [...all] : [...all].toReversed()
    for (const [variant, target] of order) {
      const before = cpuMicroseconds(target.pid)
      const { seconds, latencies } = await load(target, operation, operation.block)
      const cpu = (cpuMicroseconds(target.pid) - before) / operation.block
      latencies.sort((a, b) => a - b)
      const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
      blocks.get(variant)?.push({ cpu, rps: operation.block / seconds, p50: at(0.5), p99: at(0.99) })
    }
  }
  const quartile = (values: readonly number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN
  const rows = [...all].map(([variant, { pid }]) => {
    const own = blocks.get(variant) ?? []
    return {
      variant,
      cpu: quartile(
        own.map(({ cpu }) => cpu),
        0.25,
      ),
      rps: quartile(
        own.map(({ rps }) => rps),
        0.75,
      ),
      p50: quartile(
        own.map(({ p50 }) => p50),
        0.25,
      ),
      p99: quartile(
        own.map(({ p99 }) => p99),
        0.25,
      ),
      memory: residentMegabytes(pid),
    }
  })
  const [reference] = rows
  console.log(`\n${name}, ${bytes} bytes, ${operation.connections} connections, ${rounds} blocks of ${operation.block}`)
  console.table(
    rows.map(({ variant, cpu, rps, p50, p99, memory }) => ({
      variant,
      'CPU µs/request': Math.round(cpu),
      '× stock': Number(((reference?.cpu ?? NaN) / cpu).toFixed(2)),
      'requests/s': Math.round(rps),
      'p50 ms': Number(p50.toFixed(1)),
      'p99 ms': Number(p99.toFixed(1)),
      'RSS MB': memory,
    })),
  )
  const hive = rows.filter(({ variant }) => variant.startsWith('Hive'))
  for (const { variant, cpu } of rows.filter(({ variant }) => /^(executor|whole)/.test(variant))) {
    const times = hive.map((other) => `${(other.cpu / cpu).toFixed(2)} × ${other.variant}`)
    if (times.length > 0) console.log(`${variant}: ${times.join(', ')}`)
  }
  raw.stop()
}
for (const target of [subgraphs, ...targets.values()]) target.stop()
process.exit(0)
