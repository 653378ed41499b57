import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Session } from '../sessions.ts'
import { readLocks, type ElementLock } from './element-lock.ts'

/** Makes a session's lock hold for so long from now on. */
export async function writeLease(
  em: Em,
  { id, documentId }: Session,
  element: string,
  leaseMs: number,
): Promise<ElementLock> {
  await em.execute(
    `update collab.element_lock set expires_at = clock_timestamp() + ? * interval '1 millisecond'
     where document_id = ? and element = ? and session_id = ?`,
    [leaseMs, documentId, element, id],
    'run',
  )
  const lock = (await readLocks(em, documentId)).find((one) => one.element === element && one.sessionId === id)
  if (lock === undefined) throw new ClientError('CONFLICT', 'The lock is lost')
  return lock
}
