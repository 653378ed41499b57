import type { ExecutionResult } from 'graphql'
import { brokenOff } from '@graphmemory/service/broken-off.ts'

export type Stream = AsyncIterableIterator<ExecutionResult>

/** Stands where events may be missing: nobody can tell what happened between `since` and now. */
export class Gap {
  readonly since: Date

  constructor(since: Date) {
    this.since = since
  }
}

export type UnbrokenOptions = {
  /** Opens the stream again; with the events after the last one where `isGapless`. */
  readonly reopen: () => Promise<Stream | ExecutionResult>
  readonly isGapless: boolean
  /** Is told every event, in order. */
  readonly onEvent?: (event: ExecutionResult) => void
  readonly patience?: Patience
}

/** How soon it is tried again, growing to how long between tries, and when it is given up. */
export type Patience = { readonly firstMs: number; readonly longestMs: number; readonly giveUpMs: number }

const usualPatience: Patience = { firstMs: 100, longestMs: 3_000, giveUpMs: 60_000 }

/**
 * A stream that goes on where its subgraph went away and came back. It is opened again with growing pauses, each up to
 * twice as long by chance, so that not all come back at once. One that breaks off as soon as it is open is still away: only
 * an event, or a while of being open, has the pauses and the patience begin anew. What cannot be told again is marked by a `Gap`. Given up,
 * it ends with the error that it broke off with; refused, with the refusal. Written by hand, since it must end at once
 * when its reader leaves, however quiet.
 */
export function unbrokenStream(
  first: Stream,
  { reopen, isGapless, onEvent, patience = usualPatience }: UnbrokenOptions,
): AsyncIterableIterator<ExecutionResult | Gap> {
  let current = first
  let hasEnded = false
  let openedAt = performance.now()
  let trouble: { readonly until: number; pauseMs: number } | undefined
  const left = Promise.withResolvers<void>()
  const finish = (): IteratorReturnResult<undefined> => {
    hasEnded = true
    return { done: true, value: undefined }
  }
  const last = (value: ExecutionResult): IteratorYieldResult<ExecutionResult> => {
    hasEnded = true
    return { done: false, value }
  }

  /** The stream anew, or the answer to end with. */
  const reopened = async (failure: ExecutionResult): Promise<Stream | ExecutionResult> => {
    if (performance.now() - openedAt > patience.longestMs) trouble = undefined
    trouble ??= { until: performance.now() + patience.giveUpMs, pauseMs: patience.firstMs }
    let broken = failure
    while (performance.now() < trouble.until) {
      const { pauseMs } = trouble
      trouble.pauseMs = Math.min(2 * pauseMs, patience.longestMs)
      await paused(pauseMs * (1 + Math.random()), left.promise)
      if (hasEnded) return broken
      const opened = await reopen()
      if (isStream(opened) || !brokenOff(opened)) return opened
      broken = opened
    }
    return broken
  }

  return {
    async next() {
      while (!hasEnded) {
        const event = await current.next()
        if (hasEnded || event.done === true) return finish()
        if (!brokenOff(event.value)) {
          trouble = undefined
          onEvent?.(event.value)
          return event
        }
        const since = new Date()
        const opened = await reopened(event.value)
        if (!isStream(opened)) return hasEnded ? finish() : last(opened)
        if (hasEnded) {
          await opened.return?.()
          return finish()
        }
        current = opened
        openedAt = performance.now()
        if (!isGapless) return { done: false, value: new Gap(since) }
      }
      return finish()
    },
    async return() {
      finish()
      left.resolve()
      await current.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const isStream = (opened: Stream | ExecutionResult): opened is Stream => Symbol.asyncIterator in opened

async function paused(ms: number, orUntil: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>()
  const timer = setTimeout(over.resolve, ms)
  await Promise.race([over.promise, orUntil])
  clearTimeout(timer)
}
