/** After how long those who were shown edits learn that all are durable, where nothing else tells it. */
const settledMs = 500

/**
 * Calls `tell` when those who are shown edits early are to be told, with nothing else, that these are durable. While edits
 * come, they tell it.
 */
export class SettledNews {
  readonly #tell: () => void
  /** Edits have become durable since everybody was last sent anything. */
  #isUntold = false
  #lastSettledMs = -Infinity
  #timer: NodeJS.Timeout | null = null
  /** Who has been sent nothing since that began to run: everybody, one session by its Yjs client id, or nobody. */
  #unsent: 'everybody' | number | null = null

  constructor(tell: () => void) {
    this.#tell = tell
  }

  /** An edit has become durable that was shown before. */
  settled(): void {
    this.#isUntold = true
    this.#lastSettledMs = performance.now()
    if (this.#timer === null) this.#wait(settledMs)
  }

  /** Everybody has been sent something, but for the session whose it all was. */
  sent(soleAuthor: number | null): void {
    if (soleAuthor === null) this.#isUntold = false
    if (this.#unsent === 'everybody') this.#unsent = soleAuthor
    else if (this.#unsent !== soleAuthor) this.#unsent = null
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #wait(ms: number): void {
    this.#unsent = 'everybody'
    this.#timer = setTimeout(() => this.#pass(), ms)
  }

  #pass(): void {
    this.#timer = null
    if (!this.#isUntold) return
    const restMs = this.#lastSettledMs + settledMs - performance.now()
    if (restMs > 0 && this.#unsent === null) this.#wait(restMs)
    else this.#tell()
  }
}
