/** Has so much work under way at most, and as much again wait for its turn; what comes beyond is refused. */
export function createBulkhead(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free--
    else if (waiting.length < places) await new Promise<void>((resolve) => waiting.push(resolve))
    else throw new Error(`more than ${places} calls wait`)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
