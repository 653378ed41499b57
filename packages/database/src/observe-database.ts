import type { Logger } from '@mikro-orm/core'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { endedSpan } from '@graphmemory/telemetry/with-span.ts'

/** The part of a `pg` pool that is counted. */
export type Pool = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number }

/** What is told of a database: its statements, its doors, and the connections of its pool. */
export type DatabaseObserver = {
  /** MikroORM's way to tell of each statement. */
  readonly logger: Logger
  readonly pool: (pool: Pool) => void
  /** Starts the clock of a door; what is returned stops it. */
  readonly door: (role: string) => (outcome: 'ok' | 'error') => void
}

const buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30]

export function observeDatabase(metrics: Metrics): DatabaseObserver {
  const queries = metrics.histogram({
    name: 'graphmemory_database_query_seconds',
    help: 'Time of a statement, to the millisecond',
    labels: ['outcome'],
    buckets,
  })
  const transactions = metrics.histogram({
    name: 'graphmemory_database_transaction_seconds',
    help: 'Time of a transaction, from waiting for a connection to its end',
    labels: ['role', 'outcome'],
    buckets,
  })
  let pool: Pool = { totalCount: 1, idleCount: 0, waitingCount: 0 } // the embedded database has the one
  metrics.gauge({
    name: 'graphmemory_database_connections',
    help: 'Connections to the database, and those who wait for one',
    labels: ['state'],
    collect: (gauge) => {
      gauge.set({ state: 'open' }, pool.totalCount)
      gauge.set({ state: 'idle' }, pool.idleCount)
      gauge.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
  const ignore = () => undefined
  return {
    logger: {
      log: ignore,
      warn: ignore,
      error: ignore,
      setDebugMode: ignore,
      isEnabled: () => false,
      logQuery: ({ query, took, level }) => {
        if (took === undefined) return // begin, commit and rollback are in the time of the transaction
        const outcome = level === 'error' ? 'error' : 'ok'
        queries.observe({ outcome }, took / 1_000)
        endedSpan('database.query', { 'db.system.name': 'postgresql', 'db.query.text': query ?? '' }, took)
      },
    },
    pool: (opened) => void (pool = opened),
    door: (role) => {
      const end = transactions.startTimer({ role })
      return (outcome) => void end({ outcome })
    },
  }
}
