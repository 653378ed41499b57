import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { Analysis } from './analysis.ts'
import { seenEveryMs } from './analyst.ts'
import { readAnalysis } from './read-analysis.ts'

type Event = { readonly analysisProgress: Analysis }

/**
 * How an analysis stands, now and whenever that changes, until it has ended. It is looked at as often as its process writes
 * how far it is. Written by hand: the `return` of a native async generator would wait for the next look.
 */
export async function watchAnalysis(context: Context, id: string): Promise<AsyncIterableIterator<Event>> {
  const first = await readAnalysis(context, id)
  if (first === null) throw new ClientError('NOT_FOUND', 'There is no such analysis')
  let next: Analysis | undefined = first
  let last = first
  const left = Promise.withResolvers<void>()
  let hasEnded = false

  const look = async (): Promise<Analysis | undefined> => {
    while (!hasEnded && last.status === 'RUNNING') {
      const rest = Promise.withResolvers<void>()
      const timer = setTimeout(rest.resolve, seenEveryMs)
      await Promise.race([rest.promise, left.promise])
      clearTimeout(timer)
      if (hasEnded) return undefined
      const found = await readAnalysis(context, id)
      if (found === null) return undefined
      if (found.status !== last.status || found.progress !== last.progress) return found
    }
    return undefined
  }

  const events: AsyncIterableIterator<Event> = {
    async next() {
      const found = next ?? (await look())
      next = undefined
      if (found === undefined || hasEnded) return { done: true, value: undefined }
      last = found
      return { done: false, value: { analysisProgress: found } }
    },
    async return() {
      hasEnded = true
      left.resolve()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  return events
}
