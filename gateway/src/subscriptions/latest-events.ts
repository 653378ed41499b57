/** What waits for one slow reader: of each key the latest event. */
export type LatestEvents<Event> = {
  /** Sends an event now or, in place of what waits with its key, as soon as the reader has read. False where too much waits. */
  add(key: string, event: Event): boolean
  /** Sends what waits, though the reader is behind: nothing will follow. */
  finish(): void
  /** Forgets what waits. */
  end(): void
}

export type LatestEventsOptions<Event> = {
  /** Whether the reader has not read what it was sent. */
  readonly isBehind: () => boolean
  readonly send: (event: Event) => void
  /** So many characters wait at most. */
  readonly maxWaiting: number
}

/** A socket does not say when it has been read from. */
const lookEveryMs = 50

export function createLatestEvents<Event extends { readonly length: number }>({
  isBehind,
  send,
  maxWaiting,
}: LatestEventsOptions<Event>): LatestEvents<Event> {
  const waiting = new Map<string, Event>()
  let characters = 0
  let looking: NodeJS.Timeout | undefined
  const take = (key: string) => {
    const event = waiting.get(key)
    characters -= event?.length ?? 0
    waiting.delete(key)
    return event
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
      const event = take(key)
      if (event !== undefined) send(event)
    }
    end()
  }
  return {
    end,
    finish() {
      for (const event of waiting.values()) send(event)
      end()
    },
    add(key, event) {
      take(key)
      waiting.set(key, event)
      characters += event.length
      flush()
      if (waiting.size > 0) looking ??= setInterval(flush, lookEveryMs).unref()
      return characters <= maxWaiting
    },
  }
}
