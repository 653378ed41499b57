import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createBusyShare } from '@graphmemory/telemetry/busy-share.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { createLoudCallers } from './loud-callers.ts'
import { Tally } from './tally.ts'

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
  /** How many wait for each key, and for one that asks for too much of a busy machine. */
  readonly mostWaiting: number
  readonly mostWaitingLoud: number
  /** What takes longer waits for something else than this machine, and gives its place back. */
  readonly occupiesMs: number
  /** The share of the processors' time that was used since this was asked last. */
  readonly busyShare: () => number
  readonly now: () => number
}

const usual: Omit<LoadOptions, 'busyShare'> = {
  first: 32,
  least: 16,
  most: 512,
  slowMs: 200,
  quickMs: 60,
  windowMs: 200,
  patienceMs: 5_000,
  mostWaiting: 2_000,
  mostWaitingLoud: 50,
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
  const { first, least, most, slowMs, quickMs, windowMs, patienceMs, occupiesMs, now, ...rest } = {
    ...usual,
    ...options,
  }
  const { mostWaiting, mostWaitingLoud, busyShare = createBusyShare() } = rest
  let limit = first
  let running = 0
  /** How many of them are of each key. */
  const held = new Tally()
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
  /** Who asks for too much of a busy machine has one at a time. */
  const mayEnter = (key: string) => running < limit && !(held.of(key) > 0 && loud.isLoud(key))
  const admitNext = () => {
    // Each that is let in goes to the end of the line of keys, and comes up again.
    for (const [key, queue] of waiting) {
      if (running >= limit) return
      if (!mayEnter(key)) continue
      const next = queue.pop()
      waiting.delete(key)
      if (queue.length > 0) waiting.set(key, queue)
      if (next === undefined) continue
      clearTimeout(next.giveUp)
      next.admit()
    }
  }
  const loud = createLoudCallers({ busyShare, now, onJudged: admitNext })
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
    held.add(key)
    const release = () => {
      if (!isHeld) return
      isHeld = false
      running--
      held.remove(key)
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
      loud.ask(key)
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
      else if (queue.push(entry) > (loud.isLoud(key) ? mostWaitingLoud : mostWaiting)) queue[0]?.refuse()
      return turn.promise
    },
  }
}

/** Whose turn it is: a tenant's, or that of an address where there is none. */
export const loadKeyOf = (identity: Identity): string =>
  identity.kind === 'anonymous' || identity.tenantId === null ? (identity.request.ip ?? '') : identity.tenantId
