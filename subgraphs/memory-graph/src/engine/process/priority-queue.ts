/** Gives out first what comes first: a binary heap. `comesBefore` is a strict order. */
export class PriorityQueue<Item> {
  readonly #items: Item[] = []
  readonly #comesBefore: (a: Item, b: Item) => boolean

  constructor(comesBefore: (a: Item, b: Item) => boolean) {
    this.#comesBefore = comesBefore
  }

  get size(): number {
    return this.#items.length
  }

  push(item: Item): void {
    let at = this.#items.push(item) - 1
    while (at > 0) {
      const parentAt = (at - 1) >> 1
      const parent = this.#items[parentAt]
      if (parent === undefined || !this.#comesBefore(item, parent)) break
      this.#items[at] = parent
      at = parentAt
    }
    this.#items[at] = item
  }

  pop(): Item | undefined {
    const [first] = this.#items
    const last = this.#items.pop()
    if (last === undefined || this.#items.length === 0) return first
    let at = 0
    for (;;) {
      const childAt = this.#firstChildOf(at)
      const child = this.#items[childAt]
      if (child === undefined || !this.#comesBefore(child, last)) break
      this.#items[at] = child
      at = childAt
    }
    this.#items[at] = last
    return first
  }

  #firstChildOf(at: number): number {
    const left = this.#items[2 * at + 1]
    const right = this.#items[2 * at + 2]
    const isRightFirst = left !== undefined && right !== undefined && this.#comesBefore(right, left)
    return 2 * at + (isRightFirst ? 2 : 1)
  }
}
