import { statfs } from 'node:fs/promises'
import type { Metrics } from './create-metrics.ts'

/** The disk that a folder lies on. `volume` is a name of ours for it, since paths are no labels. */
export function observeDisk(metrics: Metrics, volume: string, folder: string): void {
  metrics.gauge({
    name: `graphmemory_disk_${volume}_bytes`,
    help: `The disk of the ${volume} folder`,
    labels: ['state'],
    collect: async (gauge) => {
      // A folder that is not there yet, or no more, has no figure.
      const disk = await statfs(folder).catch(() => undefined)
      gauge.set({ state: 'total' }, disk === undefined ? Number.NaN : disk.blocks * disk.bsize)
      gauge.set({ state: 'free' }, disk === undefined ? Number.NaN : disk.bavail * disk.bsize)
    },
  })
}
