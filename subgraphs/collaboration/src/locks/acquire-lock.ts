import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { AcquireElementLockInput } from '../schema.generated.ts'
import type { Session } from '../sessions.ts'
import { changeLock } from './change-lock.ts'
import { readElement, readLease, readLocks, type ElementLock } from './element-lock.ts'
import { writeLease } from './write-lease.ts'

const maxLocks = 1_000

/** Takes an element for the viewer's session, or puts off the end of the lease that it has. `CONFLICT` while another holds it. */
export async function acquireElementLock(
  context: Context,
  { sessionId, element: given, leaseMs: wanted }: AcquireElementLockInput,
): Promise<{ lock: ElementLock }> {
  const element = readElement(given)
  const leaseMs = readLease(wanted)
  const { session, changed: lock } = await changeLock(context, sessionId, async (em, of) => {
    const locks = await readLocks(em, of.documentId)
    const held = locks.find((one) => one.element === element)
    if (held !== undefined && held.sessionId !== sessionId) {
      const retryAfterMs = Math.max(1, held.expiresAt.getTime() - Date.now())
      throw new ClientError('CONFLICT', 'Somebody else holds this element', { retryAfterMs })
    }
    if (held === undefined) {
      if (locks.length >= maxLocks) throw new ClientError('CONFLICT', `A document has at most ${maxLocks} locks`)
      await recordAudit(em, context.viewer, {
        type: 'collaboration',
        action: 'document.lock_element',
        resource: { type: 'document', id: of.documentId },
        details: { element },
      })
      await insertLock(em, of, element)
    }
    return writeLease(em, of, element, leaseMs)
  })
  context.collaboration.rooms.tellLocks(session, [lock])
  return { lock }
}

async function insertLock(em: Em, { tenantId, documentId, id }: Session, element: string): Promise<void> {
  await em.execute(
    'delete from collab.element_lock where document_id = ? and expires_at <= clock_timestamp()',
    [documentId],
    'run',
  )
  await em.execute(
    `with head as (update collab.document set lock_token = lock_token + 1 where id = ? returning lock_token)
     insert into collab.element_lock (tenant_id, document_id, element, token, session_id, expires_at)
     select ?, ?, ?, lock_token, ?, now() from head`,
    [documentId, tenantId, documentId, element, id],
    'run',
  )
}
