/** Lets through `perSecond` a second on average and at most twice that at once. */
export class TokenBucket {
  readonly #perSecond: number
  #tokens: number
  #atMs = performance.now()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#tokens = perSecond * 2
  }

  /** 0 when one is let through; otherwise the milliseconds after which to try again. */
  take(): number {
    const nowMs = performance.now()
    this.#tokens = Math.min(this.#perSecond * 2, this.#tokens + ((nowMs - this.#atMs) / 1000) * this.#perSecond)
    this.#atMs = nowMs
    if (this.#tokens >= 1) {
      this.#tokens -= 1
      return 0
    }
    return Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000)
  }
}
