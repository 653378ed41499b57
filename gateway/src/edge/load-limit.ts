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
  /** How few may suffice to keep everything busy. */
  readonly leastBusy: number
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
  leastBusy: 3,
  patienceMs: 5_000,
  mostWaiting: 2_000,
  occupiesMs: 2_000,
  now: () => performance.now(),
}

export type LoadLimit = {
  /**
   * Waits for a turn and gives back what ends it. Throws `UNAVAILABLE` with the time to wait where its turn does not come.
   * Those with different keys take turns, so that one who asks for much waits for himself; beyond an equal share of
   * what keeps the machine busy, a key gets only what the others leave of that. Of one key the newest comes first: its client is still there, and where there is too much for all, some are answered soon instead of all too late.
   */
  enter(key: string): Promise<() => void>
}

type Waiting = { readonly admit: () => void; readonly refuse: () => void; readonly giveUp: NodeJS.Timeout }

/** So many windows are remembered. */
const windowsKept = 300
/** A key that has not come for so long shares with nobody. */
const presentMs = 10_000
/** A window in which fewer were answered tells nothing of how long an answer takes. */
const tellingAnswers = 5
/** Of the windows in turn: more are let in than seem to suffice, so that it shows where more are needed, then fewer. */
const probing = [1.5, 0.75, 1, 1, 1, 1, 1, 1]

/**
 * Keeps as many requests under way as are answered quickly, and turns away what is too much at once, at little cost: a
 * server that takes on everything answers nothing in time. The bound is found by what is measured: it grows while answers
 * are quick, and falls while they are slow.
 *
 * Below the bound lies the number that keeps everything busy: the highest rate of late, times what an answer takes when it
 * is quick (as BBR finds what fills a pipe). More would only wait for each other, which all would notice: that many are
 * there for whoever asks, and more only for those who have less than an equal share.
 */
export function createLoadLimit(metrics: Metrics, options: Partial<LoadOptions> = {}): LoadLimit {
  const { first, least, most, slowMs, quickMs, windowMs, leastBusy, patienceMs, mostWaiting, occupiesMs, now } = {
    ...usual,
    ...options,
  }
  let limit = first
  let running = 0
  /** How many places each key has. */
  const held = new Map<string, number>()
  /** When each key came last, of those that have come of late. */
  const seen = new Map<string, number>()
  const past: { readonly perMs: number; readonly meanMs: number }[] = []
  let busy = leastBusy
  let turn = 0
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
    name: 'graphmemory_load_busy',
    help: 'How many requests under way keep everything busy; more only wait for each other',
    collect: (gauge) => gauge.set(busy),
  })
  metrics.gauge({
    name: 'graphmemory_load_running',
    help: 'Requests under way',
    collect: (gauge) => gauge.set(running),
  })

  const judge = (tookMs: number) => {
    window.answered++
    window.totalMs += tookMs
    const elapsedMs = now() - window.from
    if (elapsedMs < windowMs) return
    const meanMs = window.totalMs / window.answered
    if (meanMs > slowMs) limit = Math.max(least, Math.floor(0.85 * limit))
    else if (meanMs < quickMs && window.wasFull) limit = Math.min(most, Math.ceil(1.1 * limit))
    if (window.answered >= tellingAnswers) {
      past.push({ perMs: window.answered / elapsedMs, meanMs })
      if (past.length > windowsKept) past.shift()
      const highest = Math.max(...past.map(({ perMs }) => perMs))
      const times = past.map((one) => one.meanMs).toSorted((a, b) => a - b)
      const shortMs = times[Math.floor(times.length / 10)] ?? meanMs
      turn = past.at(-1)?.perMs === highest ? 0 : (turn + 1) % probing.length
      busy = Math.max(leastBusy, Math.round((probing[turn] ?? 1) * highest * shortMs))
    }
    for (const [key, at] of seen) if (now() - at > presentMs) seen.delete(key)
    window = { from: now(), answered: 0, totalMs: 0, wasFull: false }
  }
  const mayEnter = (key: string): boolean => {
    if (running >= limit) return false
    if (running < busy || seen.size <= 1) return true
    return (held.get(key) ?? 0) < Math.max(1, Math.floor(busy / seen.size))
  }
  const admitNext = () => {
    for (const [key, queue] of waiting) {
      if (running >= limit) return
      if (!mayEnter(key)) continue
      const next = queue.pop()
      // At the end of the line of keys.
      waiting.delete(key)
      if (queue.length > 0) waiting.set(key, queue)
      if (next === undefined) continue
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
  const occupy = (key: string) => {
    const from = now()
    let isHeld = true
    running++
    held.set(key, (held.get(key) ?? 0) + 1)
    const release = () => {
      if (!isHeld) return
      isHeld = false
      running--
      const left = (held.get(key) ?? 1) - 1
      if (left === 0) held.delete(key)
      else held.set(key, left)
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
      seen.set(key, now())
      if (mayEnter(key) && !waiting.has(key)) return Promise.resolve(occupy(key))
      if (running >= limit) window.wasFull = true
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
      const entry: Waiting = { giveUp, refuse, admit: () => turn.resolve(occupy(key)) }
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
