/** Pauses are so many times as long as the flush before them cost, */
const pausePerFlush = 3
/** but no longer than this, unless the flush itself was. */
const mostPauseMs = 4

/**
 * Calls `flush` for what has been gathered: at the end of the current turn, unless the last flush was a short time ago:
 * then when its pause ends. That is some times as long as flushes take, so that it grows with those who are sent to; where
 * much waits, as long as one: flushing takes at most half of the time.
 */
export class FlushWindow {
  readonly #flush: () => void
  readonly #longestMs: number
  #lastTookMs = Infinity
  #busyUntilMs = -Infinity
  #pausedUntilMs = -Infinity
  #timer: { readonly dueMs: number; readonly timeout: NodeJS.Timeout } | null = null
  #immediate: NodeJS.Immediate | null = null

  constructor(flush: () => void, longestMs: number) {
    this.#flush = flush
    this.#longestMs = longestMs
  }

  /** Something waits to be flushed. `isMuch`: enough for a flush to be worth what it costs. */
  request(isMuch: boolean): void {
    if (this.#immediate !== null) return
    const dueMs = isMuch ? this.#busyUntilMs : this.#pausedUntilMs
    if (this.#timer !== null && this.#timer.dueMs <= dueMs) return
    this.cancel()
    const waitMs = dueMs - performance.now()
    if (waitMs <= 0) this.#immediate = setImmediate(this.#run)
    else this.#timer = { dueMs, timeout: setTimeout(this.#run, waitMs) }
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer.timeout)
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
    const tookMs = Math.min(nowMs - fromMs, this.#longestMs)
    // Of two the shorter: what others take the processor for meanwhile is no cost of a flush. (The processor time of a
    // thread is counted in steps longer than most flushes.)
    const costMs = Math.min(tookMs, this.#lastTookMs)
    this.#lastTookMs = tookMs
    this.#busyUntilMs = nowMs + costMs
    this.#pausedUntilMs = nowMs + Math.max(costMs, Math.min(pausePerFlush * costMs, mostPauseMs, this.#longestMs))
  }
}
