import type { Em } from '@graphmemory/database/database.ts'
import type { KnownActor } from '../actor-kinds.ts'
import { appendActivity, takeHead, type ActivityHead } from '../activity/append-activity.ts'

/** Adds to a document's activity what became of a version; last of all in its transaction, so that others wait but shortly. */
export async function tellVersion(
  em: Em,
  documentId: string,
  actor: KnownActor,
  kind: 'VERSION_NAMED' | 'VERSION_KEPT' | 'VERSION_FORGOTTEN',
  versionId: string,
): Promise<ActivityHead> {
  await takeHead(em, documentId)
  return appendActivity(em, documentId, actor, kind, { versionId })
}

/** The same of a version that an entry has brought back: once, however often the edit was sent. */
export async function tellRestored(
  em: Em,
  documentId: string,
  actor: KnownActor,
  { versionId, entrySeq }: { readonly versionId: string; readonly entrySeq: number },
): Promise<ActivityHead | null> {
  await takeHead(em, documentId)
  const told = await em.execute(
    `select from collab.activity where document_id = ? and version_id = ? and entry_seq = ? and kind = 'VERSION_RESTORED'`,
    [documentId, versionId, entrySeq],
  )
  return told.length > 0 ? null : appendActivity(em, documentId, actor, 'VERSION_RESTORED', { versionId, entrySeq })
}
