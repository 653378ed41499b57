/**
 * `npm run bench -- tenants [tenants]`: many tenants in turn on one process that keeps few graphs open: what a search costs
 * whose graph is closed, and what the engine's process holds.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { cpuMicroseconds, residentMegabytes } from '../harness/measured-process.ts'
import { measuredGraph } from './memory-graph/measured-graph.ts'
import { percentilesOf } from './memory-graph/percentiles.ts'

const count = Number(process.argv[2] ?? 200)
const openAtOnce = 16
const { graph, remove } = await measuredGraph({ GRAPH_OPEN_TENANTS: String(openAtOnce) })
const tenants = Array.from({ length: count }, () => userIdentity())
const viewerOf = (n: number) => tenants[n % count] ?? userIdentity()
const words = 'harbour lantern meadow copper violin thunder orchard glacier'.split(' ')

const filling = 'mutation ($lines: String!) { importMemories(input: { lines: $lines }) { created } }'
for (const viewer of tenants) {
  const lines = Array.from({ length: 100 }, (_, n) =>
    JSON.stringify({ kind: 'memory', externalId: `m${n}`, type: 'SEMANTIC', title: `${words[n % 8]} ${n}` }),
  ).join('\n')
  await graph.must(viewer, filling, { lines })
}
const search = '{ searchMemories(query: "lantern") { stale nodes { id } } }'
const find = async (n: number) => graph.must(viewerOf(n), search)
// All graphs are made from their rows at first; what is measured comes after.
for (const viewer of tenants) while (!(await isCurrent(viewer)));
const rows = []
for (let round = 1; round <= 3; round++) {
  const cpuBefore = engineCpuMs()
  const { p50, p95 } = await percentilesOf(count, find)
  rows.push({
    round,
    'cold p50 ms': p50.toFixed(1),
    'cold p95 ms': p95.toFixed(1),
    'engine CPU ms a search': ((engineCpuMs() - cpuBefore) / count).toFixed(1),
    'engine MiB': enginePids().reduce((sum, pid) => sum + residentMegabytes(pid), 0),
  })
}
const warm = await percentilesOf(100, () => find(0))
console.log(`${count} tenants in turn, ${openAtOnce} open at once; load ${loadavg()[0]?.toFixed(1)}`)
console.table(rows)
console.log(`one that is open: p50 ${warm.p50.toFixed(1)} ms, p95 ${warm.p95.toFixed(1)} ms`)
await graph[Symbol.asyncDispose]()
await remove()

async function isCurrent(viewer: User): Promise<boolean> {
  const { data } = await graph.ask(viewer, search)
  const found = data as { searchMemories: { stale: boolean } } | null | undefined
  return found?.searchMemories.stale === false
}

function engineCpuMs(): number {
  return enginePids().reduce((sum, pid) => sum + cpuMicroseconds(pid), 0) / 1_000
}

/** The processes that this one started (Linux). */
function enginePids(): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, after = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')
      return Number(after.split(' ')[1]) === process.pid ? [Number(name)] : []
    } catch {
      return [] // it ended meanwhile
    }
  })
}
