/** One process of a part that several processes may serve. */
export type Endpoint = {
  readonly url: string
  /** Counts a request as work of it until what is returned tells whether it answered. */
  begin(): (hasAnswered: boolean) => void
  /** Leaves it alone for a while, since it does not answer. */
  failed(): void
}

/** The processes of one part of GraphMemory. */
export type Endpoints = {
  readonly urls: readonly string[]
  /** All of them, in the order in which to try: those that answer before those that did not, the least busy first. */
  inOrder(): readonly Endpoint[]
  /** Whether one at least is not known to be away. */
  isAnyUp(): boolean
}

const firstRestMs = 500
const longestRestMs = 10_000

/**
 * Shares work between the processes at these addresses. One that does not answer comes last for a while, which grows each
 * time; then it is tried again with the next request.
 */
export function createEndpoints(urls: readonly string[], now: () => number = () => performance.now()): Endpoints {
  const all = urls.map((url) => createEndpoint(url.replace(/\/$/, ''), now))
  let turn = 0
  return {
    urls: all.map(({ url }) => url),
    inOrder() {
      if (all.length < 2) return all
      turn = (turn + 1) % all.length
      const inTurn = [...all.slice(turn), ...all.slice(0, turn)]
      return inTurn.toSorted((a, b) => Number(a.isResting()) - Number(b.isResting()) || a.running() - b.running())
    },
    isAnyUp: () => all.some((endpoint) => !endpoint.isResting()),
  }
}

function createEndpoint(url: string, now: () => number) {
  let running = 0
  let restMs = 0
  let restsUntil = Number.NEGATIVE_INFINITY
  const failed = () => {
    if (now() < restsUntil) return // requests that were under way fail together, and count once
    restMs = restMs === 0 ? firstRestMs : Math.min(2 * restMs, longestRestMs)
    restsUntil = now() + restMs
  }
  return {
    url,
    failed,
    running: () => running,
    isResting: () => now() < restsUntil,
    begin() {
      running++
      return (hasAnswered: boolean) => {
        running--
        if (!hasAnswered) return failed()
        restMs = 0
        restsUntil = Number.NEGATIVE_INFINITY
      }
    },
  }
}
