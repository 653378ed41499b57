/**
 * Calls `flush` for what has been gathered: at the end of the current turn when the last flush is longer ago than the
 * window, otherwise when the window ends.
 */
export class FlushWindow {
  readonly #flush: () => void
  readonly #windowMs: number
  #lastMs = -Infinity
  #timer: NodeJS.Timeout | null = null
  #immediate: NodeJS.Immediate | null = null

  constructor(flush: () => void, windowMs: number) {
    this.#flush = flush
    this.#windowMs = windowMs
  }

  /** Something waits to be flushed. `now`: do not wait for the window to end. */
  request(now = false): void {
    if (this.#immediate !== null) return
    const waitMs = now ? 0 : this.#lastMs + this.#windowMs - performance.now()
    if (waitMs <= 0) {
      if (this.#timer !== null) clearTimeout(this.#timer)
      this.#timer = null
      this.#immediate = setImmediate(this.#run)
    } else this.#timer ??= setTimeout(this.#run, waitMs)
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#immediate !== null) clearImmediate(this.#immediate)
    this.#timer = null
    this.#immediate = null
  }

  readonly #run = (): void => {
    this.#timer = null
    this.#immediate = null
    this.#lastMs = performance.now()
    this.#flush()
  }
}
