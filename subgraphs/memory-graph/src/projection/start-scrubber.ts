import { setTimeout as delay } from 'node:timers/promises'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { scrubGraph, type ScrubResources } from './scrub-graph.ts'

export type ScrubberResources = ScrubResources & { readonly metrics: Metrics }

/**
 * Compares the graphs of this process with the rows, one tenant at a time, each in its turn, for as long as it is not
 * disposed of. What comes out is counted by outcome. After each it rests `restFactor` times as long as that took.
 */
export function startScrubber(resources: ScrubberResources, everyMs: number, restFactor = 50): AsyncDisposable {
  const { database, log, metrics } = resources
  const outcomes = metrics.counter({
    name: 'graphmemory_graph_scrubs_total',
    help: 'Graphs that were compared with their rows, by outcome',
    labels: ['outcome'],
  })
  const stopping = new AbortController()
  const { signal } = stopping

  /** The tenant after another, and the first after the last; null where there is none. */
  const tenantAfter = async (tenantId: string): Promise<string | null> => {
    const rows = await database.withRole('gm_graph_projector', (em) =>
      em.execute<{ tenantId: string }[]>(
        `select tenant_id as "tenantId" from graph.head order by tenant_id > ? desc, tenant_id limit 1`,
        [tenantId],
      ),
    )
    return rows[0]?.tenantId ?? null
  }

  const keepScrubbing = async (): Promise<void> => {
    let last = ''
    let pauseMs = everyMs
    while (!signal.aborted) {
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      const startedAt = performance.now()
      try {
        const tenantId = await tenantAfter(last)
        if (tenantId !== null) {
          last = tenantId
          outcomes.inc({ outcome: await scrubGraph(resources, tenantId) })
        }
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error, tenantId: last }, 'a graph could not be compared with its rows')
      }
      pauseMs = Math.max(everyMs, (performance.now() - startedAt) * restFactor)
    }
  }
  const scrubbing = keepScrubbing()

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await scrubbing
    },
  }
}
