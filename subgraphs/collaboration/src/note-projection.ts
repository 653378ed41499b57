import type { Database } from '@graphmemory/database/database.ts'
import type { DocumentKey } from './document-log.ts'

/** What of a document is known elsewhere: its content to the graph, or a free one's title to lists. */
export type Projected = { readonly epoch: number; readonly seq: number; readonly title: string | null }

/** Notes up to which entry a document is projected; a title only where it is newer than the one that stands there. */
export async function noteProjection(
  database: Database,
  { tenantId, documentId }: DocumentKey,
  { epoch, seq, title }: Projected,
): Promise<void> {
  await database.callWithTenantId(tenantId, 'collab.note_projection', [documentId, epoch, seq, title])
}
