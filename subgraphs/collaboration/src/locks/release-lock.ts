import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Context } from '../context.ts'
import type { ReleaseElementLockInput } from '../schema.generated.ts'
import { changeLock } from './change-lock.ts'

/** Gives an element back. A lock that is lost already is left to whoever has it now. */
export async function releaseElementLock(
  context: Context,
  { sessionId, element, token }: ReleaseElementLockInput,
): Promise<{ isReleased: boolean }> {
  const { session, changed: isReleased } = await changeLock(context, sessionId, async (em, { documentId }) => {
    const released = await em.execute<object[]>(
      `delete from collab.element_lock where document_id = ? and element = ? and token = ? and session_id = ?
         and expires_at > clock_timestamp() returning element`,
      [documentId, element, token, sessionId],
    )
    if (released.length === 0) return false
    await recordAudit(em, context.viewer, {
      type: 'collaboration',
      action: 'document.unlock_element',
      resource: { type: 'document', id: documentId },
      details: { element },
    })
    return true
  })
  if (isReleased) context.collaboration.rooms.tellLocks(session, [{ element, yjsClientId: null, expiresAt: null }])
  return { isReleased }
}
