import { setTimeout } from 'node:timers/promises'

const maxGroup = 1_000

export type GroupCommitterOptions = {
  /**
   * A group is begun no sooner after the one before than `perCommit` times what that took, within these bounds: a commit
   * costs much the same, whatever its size, and more where there is much to do.
   */
  readonly pace: { readonly perCommit: number; readonly leastMs: number; readonly mostMs: number }
  /** Nothing waits and nothing is under way any more. */
  readonly onIdle: () => void
}

/**
 * Commits what is added in groups: one commit at a time, each taking all that came in since the one before was begun.
 * What comes in after a pause is begun at once. Order is kept. `commit` answers for each item of its group, in order;
 * where it throws, every item of the group is refused.
 */
export class GroupCommitter<Item, Result> {
  readonly #commit: (group: readonly Item[]) => Promise<readonly Result[]>
  readonly #options: GroupCommitterOptions
  #waiting: {
    readonly item: Item
    readonly resolve: (result: Result) => void
    readonly reject: (error: unknown) => void
  }[] = []
  #isRunning = false

  constructor(commit: (group: readonly Item[]) => Promise<readonly Result[]>, options: GroupCommitterOptions) {
    this.#commit = commit
    this.#options = options
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#isRunning) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    // What else this turn adds belongs to the first group.
    await Promise.resolve()
    const { pace, onIdle } = this.#options
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, maxGroup)
      const fromMs = performance.now()
      try {
        const results = await this.#commit(group.map(({ item }) => item))
        if (results.length !== group.length) throw new Error('a commit did not answer for each item of its group')
        for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
      const tookMs = performance.now() - fromMs
      const restMs = Math.min(pace.mostMs, Math.max(pace.leastMs, tookMs * pace.perCommit)) - tookMs
      if (restMs > 0) await setTimeout(restMs)
    }
    this.#isRunning = false
    onIdle()
  }
}
