import { setTimeout as delay } from 'node:timers/promises'
import { cpuMicroseconds, residentMegabytes, startProcess } from '../../harness/measured-process.ts'
import type { LoadResult, Scenario } from './scenario.ts'

export type System = { readonly name: 'ours' | 'hocuspocus'; readonly file: string; readonly args: readonly string[] }
export type Run = LoadResult & {
  /** CPU time as a share of one core. */
  readonly cpu: number
  /** Resident megabytes: before anybody joined, the most while measuring. */
  readonly megabytes: { readonly empty: number; readonly joined: number; readonly most: number }
}

/** As long as it takes until what runs often is compiled. */
const warmUpMs = 8_000

/** One scenario at one system: a fresh server, and its editors in a process of their own. */
export async function runScenario(system: System, scenario: Scenario): Promise<Run> {
  using server = await startProcess(new URL(system.file, import.meta.url), [String(scenario.documents), ...system.args])
  const empty = residentMegabytes(server.pid)
  const setting = { system: system.name, ...(JSON.parse(server.line) as object) }
  using editors = await startProcess(new URL('./load.ts', import.meta.url), [
    JSON.stringify(setting),
    JSON.stringify(scenario),
  ])
  await delay(warmUpMs)
  const joined = residentMegabytes(server.pid)
  await editors.ask('measure')
  const [cpuBefore, from] = [cpuMicroseconds(server.pid), performance.now()]
  let most = joined
  while (performance.now() - from < scenario.seconds * 1_000) {
    await delay(250)
    most = Math.max(most, residentMegabytes(server.pid))
  }
  const cpu = (cpuMicroseconds(server.pid) - cpuBefore) / (performance.now() - from) / 1_000
  const result = JSON.parse(await editors.ask('stop')) as LoadResult
  return { ...result, cpu, megabytes: { empty, joined, most } }
}
