import { parentPort, workerData } from 'node:worker_threads'
import type { AnalysisKind, AnalysisResult, GraphShape } from './analysis.ts'
import { compute } from './compute.ts'

export type AnalysisTask = { readonly kind: AnalysisKind; readonly shape: GraphShape }
export type FromAnalysisWorker =
  | { readonly kind: 'progress'; readonly progress: number }
  | { readonly kind: 'result'; readonly result: AnalysisResult }

const tell = (message: FromAnalysisWorker) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message)
}

const tellEveryMs = 200
let toldAt = 0
const { kind, shape } = workerData as AnalysisTask
const result = compute(kind, shape, (progress) => {
  if (performance.now() - toldAt < tellEveryMs) return
  toldAt = performance.now()
  tell({ kind: 'progress', progress })
})
tell({ kind: 'result', result })
