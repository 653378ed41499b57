import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import type { Context } from './context.ts'
import { createNewsFlag } from './create-news-flag.ts'
import type { Memory } from './entities.ts'
import { iterateInTurn } from './iterate-in-turn.ts'
import { readMemories } from './read-rows.ts'

/** Where the graph is away, it is asked again so soon. */
const retryMs = 250

/** What a standing query finds at one moment, best or nearest first. */
export type Finding = { readonly node: Memory }

/** How what a standing query finds differs from what it found before. */
export type Difference<Found> = {
  /** What is found now, in its order. */
  readonly ids: readonly string[]
  readonly added: readonly Found[]
  readonly changed: readonly Found[]
  readonly removed: readonly { readonly memoryId: string; readonly reason: 'DELETED' | 'NO_LONGER_FOUND' }[]
}

/**
 * A standing query: asked at first, after every commit, and whenever who sees what or what is known of meanings has changed, it delivers what has
 * changed, and nothing when nothing has. Each time it is asked as its subscriber, by whom the rows are confined. A slow subscriber gets several changes as one.
 */
export function watchQuery<Found extends Finding, Event>(
  context: Context,
  {
    ask,
    stateOf,
    toEvent,
  }: {
    readonly ask: () => Promise<readonly Found[]>
    /** What of a finding counts as changed when it is another. */
    readonly stateOf: (found: Found) => string
    readonly toEvent: (difference: Difference<Found>) => Event
  },
): AsyncIterableIterator<Event> {
  let before: readonly Found[] | null = null
  const news = createNewsFlag(context.lookAroundMs)
  const stopListening = [
    context.onCommit(news.raise),
    context.onAccessChange(news.raise),
    context.onMeaning(news.raise),
  ]

  const read = async (): Promise<IteratorResult<Event>> => {
    while (!news.isEnded) {
      news.lower()
      const now = await ask().catch((error: unknown) => {
        // An outage delays what is found and does not end it.
        if (errorCodeOf(error) === 'UNAVAILABLE') return null
        throw error
      })
      if (now === null) {
        await news.wait(retryMs)
        continue
      }
      const difference = await differenceOf(context, stateOf, before ?? [], now)
      const isFirst = before === null
      before = now
      if (isFirst || isSome(difference)) return { done: false, value: toEvent(difference) }
      await news.wait()
    }
    return { done: true, value: undefined }
  }

  return iterateInTurn(read, () => {
    news.end()
    for (const stop of stopListening) stop()
  })
}

type Placed<Found> = Difference<Found> & { readonly isReordered: boolean }

async function differenceOf<Found extends Finding>(
  context: Context,
  stateOf: (found: Found) => string,
  before: readonly Found[],
  now: readonly Found[],
): Promise<Placed<Found>> {
  const earlier = new Map(before.map((found) => [found.node.id, stateOf(found)]))
  const ids = now.map(({ node }) => node.id)
  const gone = [...new Set(earlier.keys()).difference(new Set(ids))]
  const rows = gone.length === 0 ? [] : await context.withTenant((em) => readMemories(em, gone))
  return {
    ids,
    added: now.filter(({ node }) => !earlier.has(node.id)),
    changed: now.filter((found) => {
      const state = stateOf(found)
      return (earlier.get(found.node.id) ?? state) !== state
    }),
    removed: gone.map((memoryId, index) => ({
      memoryId,
      reason: rows[index] == null ? ('DELETED' as const) : ('NO_LONGER_FOUND' as const),
    })),
    isReordered: ids.join(' ') !== before.map(({ node }) => node.id).join(' '),
  }
}

const isSome = ({ added, changed, removed, isReordered }: Placed<Finding>): boolean =>
  isReordered || added.length + changed.length + removed.length > 0
