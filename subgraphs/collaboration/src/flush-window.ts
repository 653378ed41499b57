/** How much longer a pause is than the flush before it: flushing takes at most a seventh of the time. */
const restPerFlush = 6

/**
 * Calls `flush` for what has been gathered: at the end of the current turn, unless the last flush was a short time ago:
 * then when its pause ends. The pause is some times as long as that flush took, and so grows with those who are sent to
 * and with what else the process has to do.
 */
export class FlushWindow {
  readonly #flush: () => void
  readonly #longestMs: number
  #pausedUntilMs = -Infinity
  #timer: NodeJS.Timeout | null = null
  #immediate: NodeJS.Immediate | null = null

  constructor(flush: () => void, longestMs: number) {
    this.#flush = flush
    this.#longestMs = longestMs
  }

  /** Something waits to be flushed. `now`: do not wait for the pause to end. */
  request(now = false): void {
    if (this.#immediate !== null) return
    const waitMs = now ? 0 : this.#pausedUntilMs - performance.now()
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
    const fromMs = performance.now()
    this.#flush()
    const nowMs = performance.now()
    this.#pausedUntilMs = nowMs + Math.min(this.#longestMs, (nowMs - fromMs) * restPerFlush)
  }
}
