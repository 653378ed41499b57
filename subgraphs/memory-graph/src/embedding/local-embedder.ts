import { Worker } from 'node:worker_threads'
import type { Embedder } from './embedder.ts'
import type { FromWorker, ToWorker } from './local-worker.ts'

/** So many texts at once keep whoever is in a hurry waiting for a fraction of a second at most. */
const batchSize = 4
/** The model takes a quarter of a gigabyte: it is let go when nobody needed it for so long. */
const idleMs = 600_000

type Job = {
  readonly id: number
  readonly texts: readonly string[]
  readonly urgent: boolean
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: Error) => void
}

/**
 * The model whose weights come with its package: English sentences, 512 dimensions. It computes in a thread of its own,
 * which starts with the first text; nothing is fetched from anywhere.
 */
export function createLocalEmbedder(): Embedder {
  const urgent: Job[] = []
  const patient: Job[] = []
  let worker: Worker | null = null
  let running: Job | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false
  let lastId = 0

  const end = (reason: string): void => {
    running?.reject(new Error(reason))
    running = null
    worker = null
  }

  const start = (): Worker => {
    const started = new Worker(new URL('local-worker.ts', import.meta.url))
    started.unref()
    started.on('message', (message: FromWorker) => {
      if (running?.id !== message.id) return
      if ('failure' in message) running.reject(new Error(message.failure))
      else running.resolve(message.vectors)
      running = null
      next()
    })
    started.on('error', () => {})
    started.on('exit', () => {
      if (worker !== started) return
      end('the model of the embeddings ended')
      next()
    })
    return started
  }

  const next = (): void => {
    if (running !== null || isClosed) return
    const job = urgent.shift() ?? patient.shift()
    clearTimeout(idle)
    if (job === undefined) {
      idle = setTimeout(() => {
        const rested = worker
        worker = null
        void rested?.terminate()
      }, idleMs).unref()
      return
    }
    running = job
    worker ??= start()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ id: job.id, texts: job.texts } satisfies ToWorker)
  }

  const run = async (texts: readonly string[], isUrgent: boolean): Promise<readonly Float32Array[]> => {
    if (isClosed) throw new Error('the embeddings are closed')
    return new Promise((resolve, reject) => {
      const queue = isUrgent ? urgent : patient
      queue.push({ id: ++lastId, texts, urgent: isUrgent, resolve, reject })
      next()
    })
  }

  return {
    model: 'energetic-en-0.2.0',
    async embed(texts, { urgent: isUrgent, signal }) {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += batchSize) {
        signal.throwIfAborted()
        vectors.push(...(await run(texts.slice(at, at + batchSize), isUrgent)))
      }
      return vectors
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      clearTimeout(idle)
      const waiting = [...urgent.splice(0), ...patient.splice(0)]
      const last = worker
      end('the embeddings are closed')
      for (const job of waiting) job.reject(new Error('the embeddings are closed'))
      await last?.terminate()
    },
  }
}
