import type { Log } from '@graphmemory/telemetry/create-log.ts'

export type WriteWatchOptions = {
  /** Whether a transaction could write now; throws where nobody answers. */
  readonly probe: () => Promise<boolean>
  /** Whether there is anybody to tell. */
  readonly isNeeded: () => boolean
  readonly everyMs: number
  /** What passes within so long is nobody's concern. */
  readonly momentMs: number
  readonly changed: (isReadOnly: boolean) => void
  readonly log: Log
}

/** Looks whether this node can write, as long as somebody edits here, and tells when it cannot for more than a moment. */
export class WriteWatch implements Disposable {
  readonly #options: WriteWatchOptions
  readonly #timer: NodeJS.Timeout
  #failingSinceMs: number | null = null
  #isReadOnly = false
  #lookingSinceMs: number | null = null

  constructor(options: WriteWatchOptions) {
    this.#options = options
    this.#timer = setInterval(() => void this.#look(), options.everyMs).unref()
  }

  get isReadOnly(): boolean {
    return this.#isReadOnly
  }

  /** After how long to try again while nothing can be written. */
  get retryAfterMs(): number {
    return 2 * this.#options.everyMs
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#failingSinceMs === null && !this.#options.isNeeded()) return
    if (this.#lookingSinceMs !== null) {
      // A busy server answers late; one that is silent for long is as good as away.
      if (performance.now() - this.#lookingSinceMs > 4 * this.#options.momentMs) this.#unable()
      return
    }
    this.#lookingSinceMs = performance.now()
    try {
      if (await this.#options.probe()) this.#able()
      else this.#unable()
    } catch {
      this.#unable()
    } finally {
      this.#lookingSinceMs = null
    }
  }

  #able(): void {
    this.#failingSinceMs = null
    this.#set(false)
  }

  #unable(): void {
    const now = performance.now()
    this.#failingSinceMs ??= now
    if (now - this.#failingSinceMs >= this.#options.momentMs) this.#set(true)
  }

  #set(isReadOnly: boolean): void {
    if (this.#isReadOnly === isReadOnly) return
    this.#isReadOnly = isReadOnly
    this.#options.log.warn({ isReadOnly }, isReadOnly ? 'nothing can be written' : 'writing is possible again')
    this.#options.changed(isReadOnly)
  }
}
