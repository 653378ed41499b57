import { loadavg } from 'node:os'
import { installHocuspocus } from './collaboration/install-hocuspocus.ts'
import { runScenario, type Run, type System } from './collaboration/run-scenario.ts'
import { scenarios } from './collaboration/scenario.ts'

// Live editing beside Hocuspocus: each scenario some times at either, in turn, each time at a fresh server in a process
// of its own. Figures are medians of the rounds; × is ours by Hocuspocus's.
//   TEST_DATABASE_URL=… npm run bench -- collaboration [ROUNDS] [PART OF A SCENARIO'S NAME]

const [rounds = '3', wanted = ''] = process.argv.slice(2)
const systems: readonly System[] = [
  { name: 'ours', file: './our-server.ts', args: [] },
  { name: 'hocuspocus', file: './hocuspocus-server.ts', args: [installHocuspocus()] },
]

const figures: Record<string, (run: Run) => number> = {
  'edit to others, p50 ms': ({ deliveries }) => deliveries.p50,
  'edit to others, p99 ms': ({ deliveries }) => deliveries.p99,
  'acknowledged, p50 ms': ({ acknowledgements }) => acknowledgements.p50,
  'acknowledged, p99 ms': ({ acknowledgements }) => acknowledgements.p99,
  'CPU, % of a core': ({ cpu }) => cpu * 100,
  'kB read by an editor': ({ bytesPerEditor }) => bytesPerEditor / 1_000,
  'MB, empty': ({ megabytes }) => megabytes.empty,
  'MB, joined': ({ megabytes }) => megabytes.joined,
  'MB, most': ({ megabytes }) => megabytes.most,
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

for (const scenario of scenarios.filter(({ name }) => name.includes(wanted))) {
  const runs = new Map<string, Run[]>(systems.map(({ name }) => [name, []]))
  for (let round = 0; round < Number(rounds); round++)
    for (const system of systems) runs.get(system.name)?.push(await runScenario(system, scenario))
  console.log(`\n${scenario.name} (load of the machine ${loadavg()[0]?.toFixed(1)})`)
  console.log(`  ${''.padEnd(26)} ${['ours', 'Hocuspocus', '×'].map((title) => title.padStart(10)).join(' ')}`)
  for (const [name, figure] of Object.entries(figures)) {
    const [ours = NaN, theirs = NaN] = systems.map((system) => median((runs.get(system.name) ?? []).map(figure)))
    if (Number.isNaN(ours) || Number.isNaN(theirs) || theirs === 0) continue
    const shown = [ours.toFixed(1), theirs.toFixed(1), (ours / theirs).toFixed(2)]
    console.log(`  ${name.padEnd(26)} ${shown.map((text) => text.padStart(10)).join(' ')}`)
  }
  for (const [name, all] of runs) {
    const undrained = all.filter(({ drainedAfterMs }) => drainedAfterMs === null).length
    if (undrained > 0) console.log(`  ${name}: in ${undrained} of ${all.length} rounds not everybody had everything`)
  }
}
