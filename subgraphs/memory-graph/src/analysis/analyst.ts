import type { Database } from '@graphmemory/database/database.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { AnalysisKind } from './analysis.ts'
import { readShape } from './read-shape.ts'
import { runAnalysis, type Outcome } from './run-analysis.ts'

/** How far a run is, is written so often. A run that was not seen for `deadAfterMs` has lost its process. */
export const seenEveryMs = 1_000
export const deadAfterMs = 15_000

export type Run = { readonly id: string; readonly tenantId: string; readonly kind: AnalysisKind }

/** Carries out analyses of this process, one after another, each in a thread that can be ended at any moment. */
export type Analyst = AsyncDisposable & {
  /** Takes a run that is in the rows already. */
  take(run: Run): void
}

export function createAnalyst(database: Database, log: Log): Analyst {
  const stopping = new AbortController()
  let queue: Promise<void> = Promise.resolve()

  /** Tells how far it is; false when the run was cancelled, or given up for dead. */
  const see = async ({ tenantId, id }: Run, progress: number): Promise<boolean> => {
    const rows = await database.withTenantId(tenantId, (em) =>
      em.execute<object[]>(
        `update graph.analysis_run set progress = ?, seen_at = now()
           where analysis_id = ? and status = 'RUNNING' returning 1`,
        [progress, id],
      ),
    )
    return rows.length > 0
  }

  const end = ({ tenantId, id }: Run, outcome: Outcome) =>
    database.withTenantId(tenantId, (em) =>
      em.execute(
        `update graph.analysis_run set status = ?, progress = case when ? = 'DONE' then 1 else progress end,
             ended_at = now(), problem = ?, result = ?::jsonb
           where analysis_id = ? and status = 'RUNNING'`,
        [
          outcome.status,
          outcome.status,
          outcome.status === 'FAILED' ? outcome.problem : null,
          outcome.status === 'DONE' ? JSON.stringify(outcome.result) : null,
          id,
        ],
        'run',
      ),
    )

  const carryOut = async (run: Run): Promise<void> => {
    const cancelling = new AbortController()
    const signal = AbortSignal.any([stopping.signal, cancelling.signal])
    let progress = 0
    const seeing = setInterval(() => {
      see(run, progress).then(
        (goesOn) => goesOn || cancelling.abort(),
        (error: unknown) => log.warn({ err: error, analysisId: run.id }, 'an analysis could not be seen'),
      )
    }, seenEveryMs)
    try {
      const shape = await readShape(database, run.tenantId, signal)
      await end(run, await runAnalysis({ kind: run.kind, shape }, signal, (share) => (progress = share)))
    } catch (error) {
      // Cancelled, or this process stops: another status was written, or nobody will be seen any more.
      if (signal.aborted) return
      log.error({ err: error, analysisId: run.id }, 'an analysis failed')
      await end(run, { status: 'FAILED', problem: 'Something went wrong on our side' }).catch(() => undefined)
    } finally {
      clearInterval(seeing)
    }
  }

  return {
    take(run) {
      queue = queue.then(() => (stopping.signal.aborted ? undefined : carryOut(run)))
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await queue
    },
  }
}
