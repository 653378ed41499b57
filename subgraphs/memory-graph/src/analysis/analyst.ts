import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Database } from '@graphmemory/database/database.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { AnalysisKind, AnalysisResult, GraphShape } from './analysis.ts'
import type { AnalysisTask, FromAnalysisWorker } from './analysis-worker.ts'
import { readShape } from './read-shape.ts'

/** How far a run is, is written so often. A run that was not seen for `deadAfterMs` has lost its process. */
const seenEveryMs = 1_000
export const deadAfterMs = 15_000
/** Heap of the thread, in MiB. */
const maxHeap = 2_048

export type Run = { readonly id: string; readonly tenantId: string; readonly kind: AnalysisKind }

/** Carries out analyses of this process, one after another, each in a thread that can be ended at any moment. */
export type Analyst = AsyncDisposable & {
  /** Takes a run that is in the rows already. */
  take(run: Run): void
}

type Outcome =
  | { readonly status: 'DONE'; readonly result: AnalysisResult }
  | { readonly status: 'FAILED'; readonly problem: string }

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
      await end(run, await analyse({ kind: run.kind, shape }, signal, (share) => (progress = share)))
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

/** Throws when `signal` is aborted; a graph that is too large for the thread is an outcome. */
async function analyse(task: AnalysisTask, signal: AbortSignal, report: (progress: number) => void): Promise<Outcome> {
  const worker = new Worker(new URL('analysis-worker.ts', import.meta.url), {
    workerData: task,
    transferList: buffersOf(task.shape),
    resourceLimits: { maxOldGenerationSizeMb: maxHeap },
  })
  const abort = () => void worker.terminate()
  signal.addEventListener('abort', abort)
  let outcome: Outcome = { status: 'FAILED', problem: 'The analysis ended without a result' }
  worker.on('message', (message: FromAnalysisWorker) => {
    if (message.kind === 'progress') report(message.progress)
    else outcome = { status: 'DONE', result: message.result }
  })
  let failure: unknown
  worker.on('error', (error) => (failure = error))
  try {
    await once(worker, 'exit')
  } finally {
    signal.removeEventListener('abort', abort)
  }
  signal.throwIfAborted()
  if (failure === undefined) return outcome
  if (failure instanceof Error && 'code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { status: 'FAILED', problem: 'The graph is too large for this analysis' }
  throw new Error('the thread of an analysis failed', { cause: failure })
}

const buffersOf = ({ from, to, weights }: GraphShape): ArrayBuffer[] =>
  [from, to, weights].map(({ buffer }) => buffer as ArrayBuffer)
