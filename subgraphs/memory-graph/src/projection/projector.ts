import { setTimeout as delay } from 'node:timers/promises'
import type { CommitNews } from '../commit-news.ts'
import type { GraphState } from '../engine/engine.ts'
import type { LoggedChange } from '../operation.ts'
import { createLane, type Lane, type LaneResources } from './lane.ts'

/**
 * Keeps the graphs of this process up with the logs of their tenants: on news of a commit, when a reader waits, and by
 * looking at all tenants from time to time, since news may be lost.
 */
export type Projector = AsyncDisposable & {
  /** Whether the tenant's graph has everything up to `seq`, waiting for it at most so long. */
  reach(tenantId: string, seq: number, timeoutMs: number): Promise<boolean>
  /** Catches the tenant's graph up in the background. */
  wake(tenantId: string): void
  /** Catches the tenant's graph up in the background, with what this process has committed. */
  hand(tenantId: string, changes: readonly LoggedChange[]): void
  /** Builds a tenant's graph anew from its rows. */
  rebuild(tenantId: string): Promise<GraphState>
}

export function startProjector(resources: LaneResources, news: CommitNews, lookAroundMs: number): Projector {
  const lanes = new Map<string, Lane>()
  /** The heads of logs that graphs have had: those need not be opened to be looked at. */
  const seen = new Map<string, number>()
  const stopping = new AbortController()

  const laneOf = (tenantId: string): Lane => {
    const existing = lanes.get(tenantId)
    if (existing !== undefined) return existing
    const lane = createLane(tenantId, resources, (reached) => {
      if (reached !== null) seen.set(tenantId, reached)
      if (lanes.get(tenantId) === lane) lanes.delete(tenantId)
    })
    lanes.set(tenantId, lane)
    return lane
  }

  const stopListening = news.listenToAll((tenantId) => laneOf(tenantId).tell())

  const lookAround = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const heads = await resources.database.withRole('gm_graph_projector', (em) =>
          em.execute<{ tenantId: string; seq: number }[]>('select tenant_id as "tenantId", seq from graph.head'),
        )
        for (const { tenantId, seq } of heads) {
          if (seen.get(tenantId) === seq || stopping.signal.aborted) continue
          const lane = laneOf(tenantId)
          lane.wake()
          // One after another: nobody waits for these, and requests come first.
          await lane.idle()
        }
      } catch (error) {
        resources.log.warn({ err: error }, 'the tenants could not be looked at')
      }
      await delay(lookAroundMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }
  const looking = lookAround()

  return {
    reach: (tenantId, seq, timeoutMs) => laneOf(tenantId).reach(seq, timeoutMs),
    wake: (tenantId) => laneOf(tenantId).wake(),
    hand: (tenantId, changes) => laneOf(tenantId).hand(changes),
    rebuild: (tenantId) => laneOf(tenantId).rebuild(),
    async [Symbol.asyncDispose]() {
      stopListening()
      stopping.abort()
      for (const lane of lanes.values()) lane.stop()
      await Promise.all([looking, ...[...lanes.values()].map((lane) => lane.idle())])
    },
  }
}
