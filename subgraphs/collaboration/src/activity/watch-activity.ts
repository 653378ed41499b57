import type { Em } from '@graphmemory/database/database.ts'
import { badInput, ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { KnownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import { documentOf } from '../enter-document.ts'
import type { SubscriptionDocumentActivityArgs } from '../schema.generated.ts'
import type { ActivityKind } from './activity-kinds.ts'

/** One thing that happened, as its row says. */
export type ActivityRow = {
  readonly seq: number
  readonly kind: ActivityKind
  readonly actor: KnownActor
  readonly threadId: string | null
  readonly commentId: string | null
  readonly suggestionId: string | null
  readonly versionId: string | null
  readonly createdAt: Date | string
}

type Item = { readonly documentActivity: ActivityRow }

/** So many wait at most for one subscriber; the rest waits in PostgreSQL. */
const batchSize = 50
const retryMs = 500

/**
 * What happens around a document after a number: in order, without gaps, for as long as the subscriber reads. A slow one
 * costs no memory, since rows are read as he reads. Written by hand: the `return` of a native async generator would wait
 * for an upstream that may stay quiet for ever.
 */
export async function watchActivity(
  context: Context,
  { documentId, after }: SubscriptionDocumentActivityArgs,
): Promise<AsyncIterableIterator<Item>> {
  const { collaboration, viewer } = context
  const { database, activityNews } = collaboration
  await documentOf(context, documentId)
  const batch: ActivityRow[] = []
  let isEnded = false
  let newest = 0
  let wake = (): void => undefined
  // Before the head is read: what is committed in between is then known.
  const stopListening = activityNews.listen(documentId, (seq) => {
    newest = Math.max(newest, seq)
    wake()
  })
  let last: number
  try {
    const head = await database.withTenant(viewer, (em) => readHead(em, documentId))
    last = after ?? head
    if (last < 0 || last > head) throw badInput('after', `after is 0 to ${head} now`)
    newest = Math.max(newest, head)
  } catch (error) {
    stopListening()
    throw error
  }

  const woken = (waitMs?: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    wake = resolve
    const timer = waitMs === undefined ? undefined : setTimeout(resolve, waitMs)
    return promise.finally(() => clearTimeout(timer))
  }

  const read = async (): Promise<IteratorResult<Item>> => {
    while (!isEnded) {
      const row = batch.shift()
      if (row !== undefined) {
        last = row.seq
        return { done: false, value: { documentActivity: row } }
      }
      if (newest <= last) {
        await woken()
        continue
      }
      try {
        // It may have been hidden or deleted meanwhile.
        if ((await collaboration.roles.accessTo(viewer, documentId)) === 'NONE') throw notFound('document')
        batch.push(...(await database.withTenant(viewer, (em) => readActivity(em, documentId, last))))
      } catch (error) {
        // An outage delays the stream and does not end it.
        if (!(error instanceof ClientError) || error.code !== 'UNAVAILABLE') throw error
        await woken(retryMs)
      }
    }
    return { done: true, value: undefined }
  }

  // Readers that do not wait for one another are served one after another.
  let previous: Promise<unknown> = Promise.resolve()
  const items: AsyncIterableIterator<Item> = {
    next() {
      const result = previous.then(read, read)
      previous = result
      return result
    },
    async return() {
      isEnded = true
      stopListening()
      wake()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  return items
}

async function readHead(em: Em, documentId: string): Promise<number> {
  const [head] = await em.execute<{ seq: number }[]>('select seq from collab.activity_head where document_id = ?', [
    documentId,
  ])
  return head?.seq ?? 0
}

async function readActivity(em: Em, documentId: string, after: number): Promise<ActivityRow[]> {
  const rows = await em.execute<
    {
      seq: number
      kind: ActivityKind
      actor_kind: KnownActor['kind']
      actor_id: string
      thread_id: string | null
      comment_id: string | null
      suggestion_id: string | null
      version_id: string | null
      created_at: Date | string
    }[]
  >(
    `select seq, kind, actor_kind, actor_id, thread_id, comment_id, suggestion_id, version_id, created_at from collab.activity
     where document_id = ? and seq > ? order by seq limit ?`,
    [documentId, after, batchSize],
  )
  return rows.map((row) => ({
    seq: row.seq,
    kind: row.kind,
    actor: { kind: row.actor_kind, id: row.actor_id },
    threadId: row.thread_id,
    commentId: row.comment_id,
    suggestionId: row.suggestion_id,
    versionId: row.version_id,
    createdAt: row.created_at,
  }))
}
