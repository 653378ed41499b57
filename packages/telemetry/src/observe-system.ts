import { cpus, freemem, totalmem } from 'node:os'
import type { Metrics } from './create-metrics.ts'

/** The processors and the memory of the machine, beside those of this process, which prom-client tells by itself. */
export function observeSystem(metrics: Metrics): void {
  metrics.gauge({
    name: 'graphmemory_system_cpu_seconds',
    help: 'Time of all processors of the machine, by what they did',
    labels: ['mode'],
    collect: (gauge) => {
      const all = cpus()
      for (const mode of ['user', 'nice', 'sys', 'idle', 'irq'] as const) {
        gauge.set({ mode }, all.reduce((sum, { times }) => sum + times[mode], 0) / 1_000)
      }
    },
  })
  metrics.gauge({
    name: 'graphmemory_system_memory_bytes',
    help: 'Memory of the machine',
    labels: ['state'],
    collect: (gauge) => {
      gauge.set({ state: 'total' }, totalmem())
      gauge.set({ state: 'free' }, freemem())
    },
  })
}
