import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { withActivity } from '../activity/with-activity.ts'
import { knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { Limits } from '../limits.ts'
import type { CreateCommentThreadInput } from '../schema.generated.ts'
import type { Anchor, ThreadRow } from './comment-rows.ts'
import { findThread } from './find-remark.ts'
import { insertComment } from './insert-comment.ts'
import { readAnchor } from './read-anchor.ts'
import { readBody, readMentions, readText } from './read-remark.ts'

const maxQuote = 1_000

/** Begins a thread about a place of a document, or about all of it. */
export async function createCommentThread(
  context: Context,
  input: CreateCommentThreadInput,
): Promise<{ thread: ThreadRow }> {
  const { viewer, collaboration } = context
  const author = knownActor(viewer)
  const body = readBody(input.body)
  const quote = input.quote == null ? null : readText('quote', input.quote, maxQuote)
  const anchor = input.anchor == null ? null : readAnchor(input.anchor)
  const mentions = await readMentions(context, input.mentions ?? [])
  return withActivity(
    context,
    async () => input.documentId,
    async (em, tell, documentId) => {
      await checkRoom(em, documentId, anchor, collaboration.limits)
      const id = newId('cth')
      await em.execute(
        `insert into collab.comment_thread (id, tenant_id, document_id, epoch, anchor_start, anchor_end, quote)
         select ?, tenant_id, id, ?, decode(?, 'base64'), decode(?, 'base64'), ? from collab.document where id = ?`,
        [id, anchor?.epoch ?? null, base64(anchor?.start), base64(anchor?.end), quote, documentId],
        'run',
      )
      const commentId = await insertComment(em, id, { author, body, mentions }, collaboration.limits)
      await tell({ kind: 'THREAD_OPENED', threadId: id, commentId })
      return { thread: await findThread(em, id) }
    },
  )
}

async function checkRoom(
  em: Em,
  documentId: string,
  anchor: Anchor | null,
  { threadsPerDocument }: Limits,
): Promise<void> {
  const [document] = await em.execute<{ epoch: number; threads: number }[]>(
    `select epoch, (select count(*)::integer from collab.comment_thread where document_id = d.id) as threads
     from collab.document d where id = ?`,
    [documentId],
  )
  if (document !== undefined && anchor !== null && anchor.epoch !== document.epoch) {
    throw new ClientError('CONFLICT', 'The document has begun a new epoch', { version: document.epoch })
  }
  if ((document?.threads ?? 0) >= threadsPerDocument) {
    throw new ClientError('CONFLICT', `A document holds at most ${threadsPerDocument} threads`)
  }
}

const base64 = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : Buffer.from(bytes).toString('base64'))
