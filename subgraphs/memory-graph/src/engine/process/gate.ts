/** Lets many in together or one alone, in the order in which they came. */
export class Gate {
  #inside = 0
  #alone = false
  readonly #waiting: { readonly alone: boolean; readonly enter: () => void }[] = []

  async shared<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter(false)
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter(true)
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  get busy(): boolean {
    return this.#inside > 0 || this.#waiting.length > 0
  }

  async #enter(alone: boolean): Promise<void> {
    if (this.#waiting.length === 0 && this.#mayEnter(alone)) return this.#admit(alone)
    await new Promise<void>((enter) => {
      this.#waiting.push({ alone, enter })
    })
  }

  #leave(): void {
    this.#inside--
    this.#alone = false
    for (let next = this.#waiting[0]; next !== undefined && this.#mayEnter(next.alone); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#admit(next.alone)
      next.enter()
    }
  }

  #mayEnter(alone: boolean): boolean {
    return alone ? this.#inside === 0 : !this.#alone
  }

  #admit(alone: boolean): void {
    this.#inside++
    this.#alone = alone
  }
}
