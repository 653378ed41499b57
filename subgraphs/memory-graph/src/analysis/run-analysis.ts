import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AnalysisResult, GraphShape } from './analysis.ts'
import type { AnalysisTask, FromAnalysisWorker } from './analysis-worker.ts'

/** Heap of the thread, in MiB. */
const maxHeap = 2_048

export type Outcome =
  | { readonly status: 'DONE'; readonly result: AnalysisResult }
  | { readonly status: 'FAILED'; readonly problem: string }

/**
 * Carries out an analysis in a thread of its own, which has ended when this settles. Throws when `signal` is aborted; a graph
 * that is too large for the thread is an outcome. The shape's memory goes over to the thread.
 */
export async function runAnalysis(
  task: AnalysisTask,
  signal: AbortSignal,
  report: (progress: number) => void,
): Promise<Outcome> {
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
