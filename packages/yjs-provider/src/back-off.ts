/** Full jitter: anywhere between nothing and a limit that doubles with each failure. */
export function jitteredMs(
  failures: number,
  random: () => number = Math.random,
  limits = { firstMs: 250, mostMs: 15_000 },
): number {
  return random() * Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(failures, 30))
}

/** A wait that can be cut short. */
export class Pause {
  #end: (() => void) | null = null

  get isWaiting(): boolean {
    return this.#end !== null
  }

  wait(ms: number): Promise<void> {
    this.end()
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(() => this.end(), ms)
    this.#end = () => {
      clearTimeout(timer)
      resolve()
    }
    return promise
  }

  end(): void {
    this.#end?.()
    this.#end = null
  }
}
