/** What waits for one slow reader: of each key the latest event. */
export type LatestEvents = {
  /** Sends an event now or, in place of what waits with its key, as soon as the reader has read. False where too much waits. */
  add(key: string, payload: string): boolean
  /** Sends what waits, though the reader is behind: nothing will follow. */
  finish(): void
  /** Forgets what waits. */
  end(): void
}

export type LatestEventsOptions = {
  /** Whether the reader has not read what it was sent. */
  readonly isBehind: () => boolean
  readonly send: (payload: string) => void
  /** So many characters wait at most. */
  readonly maxWaiting: number
}

/** A socket does not say when it has been read from. */
const lookEveryMs = 50

export function createLatestEvents({ isBehind, send, maxWaiting }: LatestEventsOptions): LatestEvents {
  const waiting = new Map<string, string>()
  let characters = 0
  let looking: NodeJS.Timeout | undefined
  const take = (key: string) => {
    const payload = waiting.get(key)
    characters -= payload?.length ?? 0
    waiting.delete(key)
    return payload
  }
  const end = () => {
    clearInterval(looking)
    looking = undefined
    waiting.clear()
    characters = 0
  }
  const flush = () => {
    for (const key of waiting.keys()) {
      if (isBehind()) return
      const payload = take(key)
      if (payload !== undefined) send(payload)
    }
    end()
  }
  return {
    end,
    finish() {
      for (const payload of waiting.values()) send(payload)
      end()
    },
    add(key, payload) {
      take(key)
      waiting.set(key, payload)
      characters += payload.length
      flush()
      if (waiting.size > 0) looking ??= setInterval(flush, lookEveryMs).unref()
      return characters <= maxWaiting
    },
  }
}
