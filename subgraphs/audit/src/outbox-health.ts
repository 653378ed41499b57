import type { Database } from '@graphmemory/database/database.ts'
import type { HealthReport } from '@graphmemory/service/health.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'

/** Records that wait longer than this mean that nothing seals them. */
const lateSeconds = 60

/** Tells how the database is and whether sealing keeps up: its age is that of the oldest record that waits. */
export function createOutboxHealth(database: Database, metrics: Metrics): () => Promise<HealthReport> {
  const age = metrics.gauge({ name: 'graphmemory_audit_outbox_age_seconds', help: 'Age of the oldest unsealed record' })
  return async () => {
    try {
      const [oldest] = await database.withRole('gm_audit_sequencer', (em) =>
        em.execute<{ seconds: number }[]>(
          `select extract(epoch from clock_timestamp() - recorded_at)::float8 as seconds
            from audit.outbox order by position limit 1`,
        ),
      )
      const seconds = Math.max(0, oldest?.seconds ?? 0)
      age.set(seconds)
      return { database: 'ok', sealing: seconds > lateSeconds ? 'degraded' : 'ok' }
    } catch {
      return { database: 'down' }
    }
  }
}
