import type { Em } from '@graphmemory/database/database.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { demandRole } from '../roles/demand-role.ts'
import type { Session } from '../sessions.ts'

/**
 * Changes the locks of a session's document, one change at a time for each document, over all nodes. Throws `NOT_FOUND`
 * where the session is not the viewer's or is over, `FORBIDDEN`, `RATE_LIMITED`.
 */
export async function changeLock<T>(
  context: Context,
  sessionId: string,
  change: (em: Em, session: Session) => Promise<T>,
): Promise<{ readonly session: Session; readonly changed: T }> {
  const { collaboration, viewer } = context
  const session = await collaboration.sessions.ofViewer(viewer, sessionId)
  if (collaboration.sessions.isOver(session)) throw notFound('session')
  await demandRole(context, session.documentId, 'EDITOR')
  const waitMs = session.pushes.take()
  if (waitMs > 0) throw new ClientError('RATE_LIMITED', 'Too many changes', { retryAfterMs: waitMs })
  const changed = await collaboration.database.withTenant(viewer, async (em) => {
    const { documentId, epoch } = session
    const rows = await em.execute('select id from collab.document where id = ? and epoch = ? for update', [
      documentId,
      epoch,
    ])
    if (rows.length === 0) throw new ClientError('CONFLICT', 'The document has begun another epoch')
    return change(em, session)
  })
  return { session, changed }
}
