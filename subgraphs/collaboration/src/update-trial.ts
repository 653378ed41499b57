import { Worker } from 'node:worker_threads'

type Verdict = { readonly isGood: boolean; readonly tookMs: number }

/**
 * Tries updates that could be expensive to integrate in a worker, one at a time: integrating is quadratic where structs
 * compete for one place. Good is what integrates within `limitMs`. The worker is started at the first trial.
 */
export class UpdateTrial implements AsyncDisposable {
  readonly #limitMs: number
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(limitMs: number) {
    this.#limitMs = limitMs
  }

  /** `state` is the document as an update. */
  isGood(state: Uint8Array, update: Uint8Array): Promise<boolean> {
    const trial = this.#last.then(() => this.#try(state, update))
    this.#last = trial.catch(() => undefined)
    return trial
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = null
  }

  async #try(state: Uint8Array, update: Uint8Array): Promise<boolean> {
    const worker = (this.#worker ??= new Worker(new URL('./try-update-worker.ts', import.meta.url)))
    worker.unref()
    // Reading the document takes time that is not the update's fault.
    const deadlineMs = this.#limitMs + 500 + state.length / 5_000
    const verdict = await new Promise<Verdict | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), deadlineMs)
      const settle = (answer: Verdict | null) => {
        clearTimeout(timer)
        worker.removeAllListeners()
        resolve(answer)
      }
      worker.once('message', settle)
      worker.once('error', () => settle(null))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's, which has none
      worker.postMessage({ state, update })
    })
    if (verdict === null) {
      worker.removeAllListeners()
      this.#worker = null
      await worker.terminate()
    }
    return verdict !== null && verdict.isGood && verdict.tookMs <= this.#limitMs
  }
}
