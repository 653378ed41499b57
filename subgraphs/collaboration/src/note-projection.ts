import type { Em } from '@graphmemory/database/database.ts'

/** What of a document is known elsewhere: its content to the graph, or a free one's title to lists. */
export type Projected = { readonly epoch: number; readonly seq: number; readonly title: string | null }

/** Notes up to which entry a document is projected; a title only where it is newer than the one that stands there. */
export async function noteProjection(em: Em, documentId: string, { epoch, seq, title }: Projected): Promise<void> {
  await em.execute(
    `update collab.document set projected_seq = greatest(projected_seq, ?),
       unprojected_since = case when head_seq > ? then now() end,
       title = case when projected_seq < ? then coalesce(?, title) else title end
     where id = ? and epoch = ?`,
    [seq, seq, seq, title, documentId, epoch],
    'run',
  )
}
