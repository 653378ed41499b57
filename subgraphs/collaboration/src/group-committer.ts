/**
 * Commits what is added in groups: one commit at a time, each taking all that came in while the one before ran. Order is
 * kept. `commit` answers for each item of its group, in order; where it throws, every item of the group is refused.
 */
export class GroupCommitter<Item, Result> {
  readonly #commit: (group: readonly Item[]) => Promise<readonly Result[]>
  readonly #maxGroup: number
  #waiting: {
    readonly item: Item
    readonly resolve: (result: Result) => void
    readonly reject: (error: unknown) => void
  }[] = []
  #running: Promise<void> | null = null

  constructor(commit: (group: readonly Item[]) => Promise<readonly Result[]>, maxGroup = 1000) {
    this.#commit = commit
    this.#maxGroup = maxGroup
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  get isIdle(): boolean {
    return this.#running === null
  }

  /** Resolves once everything added so far is settled. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async #run(): Promise<void> {
    // What else this turn adds belongs to the first group.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#maxGroup)
      try {
        const results = await this.#commit(group.map(({ item }) => item))
        if (results.length !== group.length) throw new Error('a commit did not answer for each item of its group')
        for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    this.#running = null
  }
}
