/** How much longer a pause is than what the flush before it cost: flushing takes at most a third of the time. */
const restPerFlush = 2

/**
 * Calls `flush` for what has been gathered: at the end of the current turn, unless the last flush was a short time ago:
 * then when its pause ends. The pause is some times as long as the processor took for that flush, and so grows with those
 * who are sent to.
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
    const beforeMs = processorMs()
    this.#flush()
    const costMs = processorMs() - beforeMs
    this.#pausedUntilMs = performance.now() + Math.min(this.#longestMs, costMs * restPerFlush)
  }
}

/** The processor time of this thread: what others take the processor for meanwhile is no cost of a flush. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
