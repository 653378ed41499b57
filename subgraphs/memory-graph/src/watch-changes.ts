import { badInput } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { noteCause } from '@graphmemory/telemetry/cause.ts'
import { currentTrace } from '@graphmemory/telemetry/with-span.ts'
import { LRUCache } from 'lru-cache'
import { readChangeFilter } from './change-filter.ts'
import type { Context } from './context.ts'
import type { Memory, Relation } from './entities.ts'
import type { Operation } from './operation.ts'
import { readLog } from './read-log.ts'
import { memoryOf, relationOf } from './row-of-operation.ts'

/** So many operations wait at most for one subscriber; the rest waits in the log. */
const batchSize = 50

export type MemoryChange = Operation & { readonly memory: Memory | null; readonly relation: Relation | null }

/**
 * The tenant's log after an operation, or what a filter leaves of it: in order, without gaps, for as long as the subscriber
 * reads. A slow one costs no
 * memory, since the log is read as he reads. Written by hand: the `return` of a native async generator would wait for an
 * upstream that may stay quiet for ever.
 */
export function watchChanges(
  context: Context,
  { after, filter }: { readonly after: number; readonly filter?: unknown },
): AsyncIterableIterator<{ readonly memoryChanges: MemoryChange }> {
  if (after < 0) throw badInput('after', 'after is 0 or more')
  const isWanted = readChangeFilter(filter)
  const tenantId = tenantOf(context.viewer)
  const batch: Operation[] = []
  let lastSeq = after
  let ended = false
  let hasNews = true
  let accessChanges = 0
  let wake = (): void => undefined
  /** The traces of the last commits, for the events that tell of them. */
  const traces = new LRUCache<number, string>({ max: batchSize })
  const stopListening = context.onCommit((seq) => {
    const trace = currentTrace()
    if (trace !== undefined) traces.set(seq, trace)
    hasNews = true
    wake()
  })

  const stopListeningToAccess = context.onAccessChange(() => {
    // What was read may be hidden now, and is read again.
    batch.length = 0
    accessChanges += 1
  })

  const news = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, context.lookAroundMs).unref()
    wake = resolve
    if (!hasNews && !ended) await promise
    clearTimeout(timer)
  }

  const read = async (): Promise<IteratorResult<{ readonly memoryChanges: MemoryChange }>> => {
    while (!ended) {
      const operation = batch.shift()
      if (operation !== undefined) {
        lastSeq = operation.seq
        if (!isWanted(operation)) continue
        const event = { memoryChanges: toChange(operation, tenantId) }
        noteCause(event, traces.get(operation.seq))
        return { done: false, value: event }
      }
      hasNews = false
      const seenBy = accessChanges
      const found = await context.withTenant((em) => readLog(em, lastSeq, batchSize))
      if (seenBy !== accessChanges) continue
      batch.push(...found)
      if (batch.length === 0) await news()
    }
    return { done: true, value: undefined }
  }

  // Readers that do not wait for one another are served one after another.
  let last: Promise<unknown> = Promise.resolve()
  return {
    next() {
      const next = last.then(read, read)
      last = next
      return next
    },
    async return() {
      ended = true
      stopListening()
      stopListeningToAccess()
      wake()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const toChange = (operation: Operation, tenantId: string): MemoryChange => ({
  ...operation,
  memory: operation.memoryId === null ? null : memoryOf(operation, tenantId),
  relation: operation.relationId === null ? null : relationOf(operation, tenantId),
})
