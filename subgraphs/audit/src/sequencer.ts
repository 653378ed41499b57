import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Em } from '@graphmemory/database/database.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { endedSpan, withinTrace } from '@graphmemory/telemetry/with-span.ts'
import { sealTenant, type SealingTools } from './seal-tenant.ts'

export type SequencerOptions = SealingTools & {
  readonly database: Database
  readonly events: EventBus
  readonly log: Log
  readonly metrics: Metrics
  /** How long it rests without news. */
  readonly pollMs: number
}

/**
 * Seals what waits in the outbox, for all tenants, until it is disposed of. Any number of processes may run one: a
 * tenant's log is extended by one at a time. What it could not do, it tries again.
 */
export async function startSequencer(options: SequencerOptions): Promise<AsyncDisposable> {
  const { database, events, log, metrics, pollMs } = options
  const sealed = metrics.counter({ name: 'graphmemory_audit_sealed_total', help: 'Audit events sealed into a log' })
  const failed = metrics.counter({
    name: 'graphmemory_audit_seal_failures_total',
    help: 'Batches that could not be sealed',
  })
  const stop = new AbortController()
  let hasNews = false
  let wake = () => {}

  const sealAll = async () => {
    let tenants = await database.withRole('gm_audit_sequencer', tenantsWithPending)
    while (tenants.length > 0 && !stop.signal.aborted) {
      const unfinished: string[] = []
      for (const tenantId of tenants) {
        try {
          const from = performance.now()
          const traces = await database.withRole('gm_audit_sequencer', (em) => sealTenant(em, tenantId, options))
          sealed.inc(traces.length)
          tellTraces(traces, performance.now() - from)
          if (traces.length === options.batch) unfinished.push(tenantId)
        } catch (error) {
          failed.inc()
          log.error({ err: error, tenantId }, 'audit events could not be sealed')
        }
        if (stop.signal.aborted) return
      }
      tenants = unfinished
    }
  }
  const rest = async () => {
    if (hasNews) return
    const timer = new AbortController()
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const signal = AbortSignal.any([timer.signal, stop.signal])
    await Promise.race([woken, delay(pollMs, undefined, { signal, ref: false }).catch(() => {})])
    timer.abort()
  }

  const news = await events.subscribe('audit.recorded', () => {
    hasNews = true
    wake()
  })
  const running = (async () => {
    while (!stop.signal.aborted) {
      hasNews = false
      await sealAll().catch((error: unknown) => log.error({ err: error }, 'the audit outbox could not be read'))
      await rest()
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      await news[Symbol.asyncDispose]()
      stop.abort()
      await running
    },
  }
}

/** Tells each trace in which records were written of their sealing. */
function tellTraces(traces: readonly (string | null)[], tookMs: number): void {
  for (const [trace, records] of Map.groupBy(traces, (one) => one)) {
    if (trace === null) continue
    withinTrace(trace, () => endedSpan('audit.seal', { records: records.length }, tookMs))
  }
}

/** Skips from tenant to tenant along the index, however many records wait. */
async function tenantsWithPending(em: Em): Promise<string[]> {
  const rows = await em.execute<{ tenant_id: string }[]>(
    `with recursive pending as (
      (select tenant_id from audit.outbox order by tenant_id limit 1)
      union all
      select (select tenant_id from audit.outbox where tenant_id > pending.tenant_id order by tenant_id limit 1)
      from pending where pending.tenant_id is not null
    ) select tenant_id from pending where tenant_id is not null`,
  )
  return rows.map(({ tenant_id }) => tenant_id)
}
