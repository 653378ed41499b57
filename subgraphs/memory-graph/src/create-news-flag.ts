/** Whether there is news to be looked at: set whenever some comes, waited for by one reader. */
export type NewsFlag = {
  /** There is news. */
  readonly raise: () => void
  /** What is there is looked at from here on. */
  lower(): void
  /** Resolves once there is news, or after a while, since news may be lost; at once after `end`. */
  wait(atMostMs?: number): Promise<void>
  end(): void
  readonly isEnded: boolean
}

/** A flag that is raised at first. */
export function createNewsFlag(lookAroundMs: number): NewsFlag {
  let isRaised = true
  let isEnded = false
  let wake = (): void => undefined
  return {
    raise: () => {
      isRaised = true
      wake()
    },
    lower() {
      isRaised = false
    },
    async wait(atMostMs = lookAroundMs) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, atMostMs).unref()
      wake = resolve
      if (!isRaised && !isEnded) await promise
      clearTimeout(timer)
    },
    end() {
      isEnded = true
      wake()
    },
    get isEnded() {
      return isEnded
    },
  }
}
