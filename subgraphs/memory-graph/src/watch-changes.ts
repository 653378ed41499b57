import { badInput } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { noteCauses } from '@graphmemory/telemetry/cause.ts'
import { currentTrace } from '@graphmemory/telemetry/with-span.ts'
import { LRUCache } from 'lru-cache'
import { readChangeFilter } from './change-filter.ts'
import type { Context } from './context.ts'
import { createNewsFlag } from './create-news-flag.ts'
import type { Memory, Relation } from './entities.ts'
import { iterateInTurn } from './iterate-in-turn.ts'
import type { Operation } from './operation.ts'
import { readHead, readLog } from './read-log.ts'
import { memoryOf, relationOf } from './row-of-operation.ts'

/** So many operations wait at most for one subscriber; the rest waits in the log. */
const batchSize = 50

export type MemoryChange = Operation & { readonly memory: Memory | null; readonly relation: Relation | null }

/**
 * The tenant's log after an operation, or what a filter leaves of it: in order, without gaps, for as long as the subscriber
 * reads. A slow one costs no memory, since the log is read as he reads.
 */
export async function watchChanges(
  context: Context,
  { after, filter }: { readonly after: number; readonly filter?: unknown },
): Promise<AsyncIterableIterator<{ readonly memoryChanges: MemoryChange }>> {
  const head = await context.withTenant(readHead)
  // Beyond the end one would wait for ever, or miss what comes before: such a number is of another log.
  if (after < 0 || after > head) throw badInput('after', `after is 0 to ${head} now`)
  const isWanted = readChangeFilter(filter)
  const tenantId = tenantOf(context.viewer)
  const batch: Operation[] = []
  let lastSeq = after
  let accessChanges = 0
  const news = createNewsFlag(context.lookAroundMs)
  /** The traces of the last commits, for the events that tell of them. */
  const traces = new LRUCache<number, string>({ max: batchSize })
  const stopListening = context.onCommit((seq) => {
    const trace = currentTrace()
    if (trace !== undefined) traces.set(seq, trace)
    news.raise()
  })

  const stopListeningToAccess = context.onAccessChange(() => {
    // What was read may be hidden now, and is read again.
    batch.length = 0
    accessChanges += 1
    news.raise()
  })

  const read = async (): Promise<IteratorResult<{ readonly memoryChanges: MemoryChange }>> => {
    while (!news.isEnded) {
      const operation = batch.shift()
      if (operation !== undefined) {
        lastSeq = operation.seq
        if (!isWanted(operation)) continue
        const event = { memoryChanges: toChange(operation, tenantId) }
        noteCauses(
          event,
          [traces.get(operation.seq)].flatMap((trace) => trace ?? []),
        )
        return { done: false, value: event }
      }
      news.lower()
      const seenBy = accessChanges
      const found = await context.withTenant((em) => readLog(em, lastSeq, batchSize))
      if (seenBy !== accessChanges) continue
      batch.push(...found)
      if (batch.length === 0) await news.wait()
    }
    return { done: true, value: undefined }
  }

  return iterateInTurn(read, () => {
    news.end()
    stopListening()
    stopListeningToAccess()
  })
}

const toChange = (operation: Operation, tenantId: string): MemoryChange => ({
  ...operation,
  memory: operation.memoryId === null ? null : memoryOf(operation, tenantId),
  relation: operation.relationId === null ? null : relationOf(operation, tenantId),
})
