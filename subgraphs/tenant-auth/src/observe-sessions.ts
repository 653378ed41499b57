import type { Database } from '@graphmemory/database/database.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'

/** Counting takes longer the more sessions there are: so often at most. */
const countEveryMs = 5_000

/** Tells how many sessions may be used now, in the whole installation: the same from every process. */
export function observeSessions(database: Database, metrics: Metrics, log: Log): void {
  let counted: { readonly at: number; readonly count: Promise<number> } | undefined
  const count = () =>
    database.withRole('gm_auth_login', async (em) => {
      const [row] = await em.execute<{ active: number }[]>(
        'select count(*)::int as active from auth.session where ended_at is null and expires_at > now()',
      )
      return row?.active ?? 0
    })
  metrics.gauge({
    name: 'graphmemory_sessions_active',
    help: 'Sessions that may be used, in the whole installation',
    collect: async (gauge) => {
      if (counted === undefined || performance.now() - counted.at > countEveryMs) {
        counted = { at: performance.now(), count: count() }
      }
      try {
        gauge.set(await counted.count)
      } catch (error) {
        // All other figures are told even so, and this one is absent.
        counted = undefined
        gauge.set(Number.NaN)
        log.warn({ err: error }, 'sessions could not be counted')
      }
    },
  })
}
