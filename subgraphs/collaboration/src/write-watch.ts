import type { Log } from '@graphmemory/telemetry/create-log.ts'

export type WriteWatchOptions = {
  /** Whether a transaction could write now, and which tenants are read-only by somebody's wish; throws where nobody answers. */
  readonly probe: () => Promise<{ readonly isWritable: boolean; readonly readOnlyTenants: readonly string[] }>
  /** Whether there is anybody to tell. */
  readonly isNeeded: () => boolean
  readonly everyMs: number
  /** What passes within so long is nobody's concern. */
  readonly momentMs: number
  /** Tells those tenants of which it is true that they can be written to no longer, or again. */
  readonly changed: (isConcerned: (tenantId: string) => boolean, isReadOnly: boolean) => void
  readonly log: Log
}

/**
 * Knows whether this node can write, and for which tenants, and tells when that changes. As long as somebody edits here it
 * looks; beside that it learns from the edits' own commits, since a full disk may let a small write pass and no other.
 */
export class WriteWatch implements Disposable {
  readonly #options: WriteWatchOptions
  readonly #timer: NodeJS.Timeout
  #failingSinceMs: number | null = null
  /** Since when commits of edits have failed, when the last did, and when one was last let through to try. */
  #commits: { readonly failingSinceMs: number; failedMs: number; triedMs: number } | null = null
  #isUnable = false
  #tenants: ReadonlySet<string> = new Set()
  #lookingSinceMs: number | null = null
  #isAskedAgain = false

  constructor(options: WriteWatchOptions) {
    this.#options = options
    this.#timer = setInterval(() => {
      if (this.#failingSinceMs !== null || this.#commits !== null || options.isNeeded()) void this.#look()
    }, options.everyMs).unref()
  }

  /** Whether nothing at all can be written. */
  get isUnable(): boolean {
    return this.#isUnable
  }

  isReadOnly(tenantId: string): boolean {
    return this.#isUnable || this.#tenants.has(tenantId)
  }

  /** Whether to try to store an edit. Where commits fail, one in a while is: it tells when they do no longer. */
  admits(tenantId: string): boolean {
    if (this.#tenants.has(tenantId)) return false
    if (!this.#isUnable) return true
    if (this.#commits === null || performance.now() - this.#commits.triedMs < this.#options.everyMs) return false
    this.#commits.triedMs = performance.now()
    return true
  }

  /** After how long to try again while nothing can be written. */
  get retryAfterMs(): number {
    return 2 * this.#options.everyMs
  }

  /** Edits were committed. */
  committed(): void {
    if (this.#commits === null) return
    this.#commits = null
    if (this.#failingSinceMs === null) this.#setUnable(false)
  }

  /** A commit of edits has failed since the database could not take it. */
  failed(): void {
    const now = performance.now()
    this.#commits ??= { failingSinceMs: now, failedMs: now, triedMs: now }
    this.#commits.failedMs = now
    if (now - this.#commits.failingSinceMs >= this.#options.momentMs) this.#setUnable(true)
  }

  /** Looks at once, since something is said to have changed. */
  look(): void {
    if (this.#lookingSinceMs === null) void this.#look()
    else this.#isAskedAgain = true
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#lookingSinceMs !== null) {
      // A busy server answers late; one that is silent for long is as good as away.
      if (performance.now() - this.#lookingSinceMs > 4 * this.#options.momentMs) this.#unable()
      return
    }
    this.#lookingSinceMs = performance.now()
    try {
      const { isWritable, readOnlyTenants } = await this.#options.probe()
      this.#setTenants(readOnlyTenants)
      if (isWritable) this.#able()
      else this.#unable()
    } catch {
      this.#unable()
    } finally {
      this.#lookingSinceMs = null
    }
    if (!this.#isAskedAgain) return
    this.#isAskedAgain = false
    await this.#look()
  }

  #able(): void {
    this.#failingSinceMs = null
    if (this.#commits !== null) {
      // What failed was more than this: it is over when an edit is committed, or when nobody has tried for long.
      if (performance.now() - this.#commits.failedMs < 30 * this.#options.everyMs) return
      this.#commits = null
    }
    this.#setUnable(false)
  }

  #unable(): void {
    const now = performance.now()
    this.#failingSinceMs ??= now
    if (now - this.#failingSinceMs >= this.#options.momentMs) this.#setUnable(true)
  }

  #setUnable(isUnable: boolean): void {
    if (this.#isUnable === isUnable) return
    this.#isUnable = isUnable
    this.#options.log.warn({ isReadOnly: isUnable }, isUnable ? 'nothing can be written' : 'writing is possible again')
    this.#options.changed((tenantId) => !this.#tenants.has(tenantId), isUnable)
  }

  #setTenants(tenantIds: readonly string[]): void {
    const before = this.#tenants
    const now = new Set(tenantIds)
    this.#tenants = now
    if (this.#isUnable) return
    if (now.difference(before).size > 0) this.#options.changed((id) => now.has(id) && !before.has(id), true)
    if (before.difference(now).size > 0) this.#options.changed((id) => before.has(id) && !now.has(id), false)
  }
}
