import type { DocumentLog } from '../document-log.ts'

/** Commits that wait for the test's word. */
export class HeldLog {
  #gate: PromiseWithResolvers<void> | null = null
  #isFailing = false
  /** How many updates wait. */
  waiting = 0

  readonly wrap = (log: DocumentLog): DocumentLog => ({
    ...log,
    append: async (entry) => {
      this.waiting++
      await this.#gate?.promise
      this.waiting--
      if (this.#isFailing) throw new Error('the disk is full')
      return log.append(entry)
    },
  })

  /** From now on nothing is committed. */
  hold(): void {
    this.#gate ??= Promise.withResolvers()
  }

  /** What waits is committed, and whatever comes. */
  release(): void {
    this.#isFailing = false
    this.#gate?.resolve()
    this.#gate = null
  }

  /** What waits is lost, and only that. */
  async lose(): Promise<void> {
    this.#isFailing = true
    this.#gate?.resolve()
    this.#gate = null
    while (this.waiting > 0) await new Promise((resolve) => setImmediate(resolve))
    this.#isFailing = false
  }
}
