import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'

export type LoadOptions = {
  /** How many requests may be under way at first, and the bounds within which that changes. */
  readonly first: number
  readonly least: number
  readonly most: number
  /** Requests that take longer on average mean that there are too many; quicker ones, that there may be more. */
  readonly slowMs: number
  readonly quickMs: number
  /** How often that is judged. */
  readonly windowMs: number
  /** How long a request waits for its turn. */
  readonly patienceMs: number
  /** How many wait for each key. */
  readonly mostWaiting: number
  /** What takes longer waits for something else than this machine, and gives its place back. */
  readonly occupiesMs: number
  readonly now: () => number
}

const usual: LoadOptions = {
  first: 32,
  least: 16,
  most: 512,
  slowMs: 200,
  quickMs: 60,
  windowMs: 200,
  patienceMs: 5_000,
  mostWaiting: 2_000,
  occupiesMs: 2_000,
  now: () => performance.now(),
}

export type LoadLimit = {
  /**
   * Waits for a turn and gives back what ends it. Throws `UNAVAILABLE` with the time to wait where its turn does not come.
   * Those with different keys take turns, so that one who asks for much waits for himself. Of one key the newest comes
   * first: its client is still there, and where there is too much for all, some are answered soon instead of all too late.
   */
  enter(key: string): Promise<() => void>
}

type Waiting = { readonly admit: () => void; readonly refuse: () => void; readonly giveUp: NodeJS.Timeout }

/**
 * Keeps as many requests under way as are answered quickly, and turns away what is too much at once, at little cost: a
 * server that takes on everything answers nothing in time. The bound is found by what is measured: it grows while answers
 * are quick, and falls while they are slow.
 */
export function createLoadLimit(metrics: Metrics, options: Partial<LoadOptions> = {}): LoadLimit {
  const { first, least, most, slowMs, quickMs, windowMs, patienceMs, mostWaiting, occupiesMs, now } = {
    ...usual,
    ...options,
  }
  let limit = first
  let running = 0
  let window = { from: now(), answered: 0, totalMs: 0, wasFull: false }
  const waiting = new Map<string, Waiting[]>()
  const shed = metrics.counter({
    name: 'graphmemory_load_shed_total',
    help: 'Requests turned away since there were too many',
  })
  metrics.gauge({
    name: 'graphmemory_load_limit',
    help: 'How many requests may be under way at the moment',
    collect: (gauge) => gauge.set(limit),
  })
  metrics.gauge({
    name: 'graphmemory_load_running',
    help: 'Requests under way',
    collect: (gauge) => gauge.set(running),
  })

  const judge = (tookMs: number) => {
    window.answered++
    window.totalMs += tookMs
    if (now() - window.from < windowMs) return
    const meanMs = window.totalMs / window.answered
    if (meanMs > slowMs) limit = Math.max(least, Math.floor(0.85 * limit))
    else if (meanMs < quickMs && window.wasFull) limit = Math.min(most, Math.ceil(1.1 * limit))
    window = { from: now(), answered: 0, totalMs: 0, wasFull: false }
  }
  const admitNext = () => {
    while (running < limit) {
      const [key, queue] = waiting.entries().next().value ?? []
      const next = queue?.pop()
      if (key === undefined || queue === undefined || next === undefined) return
      // At the end of the line of keys.
      waiting.delete(key)
      if (queue.length > 0) waiting.set(key, queue)
      clearTimeout(next.giveUp)
      next.admit()
    }
  }
  const remove = (key: string, entry: Waiting) => {
    const queue = waiting.get(key)
    const at = queue?.indexOf(entry) ?? -1
    if (queue === undefined || at < 0) return
    queue.splice(at, 1)
    if (queue.length === 0) waiting.delete(key)
  }
  /** Takes a place, and gives back what returns it. */
  const occupy = () => {
    const from = now()
    let isHeld = true
    running++
    const release = () => {
      if (!isHeld) return
      isHeld = false
      running--
      admitNext()
    }
    const tooLong = setTimeout(release, occupiesMs).unref()
    return () => {
      clearTimeout(tooLong)
      if (isHeld) judge(now() - from)
      release()
    }
  }

  return {
    enter(key) {
      if (running < limit && waiting.size === 0) return Promise.resolve(occupy())
      window.wasFull = true
      const turn = Promise.withResolvers<() => void>()
      const refuse = () => {
        clearTimeout(giveUp)
        remove(key, entry)
        shed.inc()
        turn.reject(
          new ClientError('UNAVAILABLE', 'Too much is asked at the moment; try again', { retryAfterMs: 1_000 }),
        )
      }
      const giveUp = setTimeout(refuse, patienceMs)
      const entry: Waiting = { giveUp, refuse, admit: () => turn.resolve(occupy()) }
      const queue = waiting.get(key)
      if (queue === undefined) waiting.set(key, [entry])
      else if (queue.push(entry) > mostWaiting) queue[0]?.refuse()
      return turn.promise
    },
  }
}

/** Whose turn it is: a tenant's, or that of an address where there is none. */
export const loadKeyOf = (identity: Identity): string =>
  identity.kind === 'anonymous' || identity.tenantId === null ? (identity.request.ip ?? '') : identity.tenantId
