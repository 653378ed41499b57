import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { RenewElementLockInput } from '../schema.generated.ts'
import { changeLock } from './change-lock.ts'
import { areHeld, readLease, type ElementLock } from './element-lock.ts'
import { writeLease } from './write-lease.ts'

/** Puts off the end of a lease. `CONFLICT` where the lock is lost: it may be another's, and is never taken back by this. */
export async function renewElementLock(
  context: Context,
  { sessionId, element, token, leaseMs: wanted }: RenewElementLockInput,
): Promise<{ lock: ElementLock }> {
  const leaseMs = readLease(wanted)
  const { session, changed: lock } = await changeLock(context, sessionId, async (em, of) => {
    if (!(await areHeld(em, of.documentId, sessionId, [{ element, token }])))
      throw new ClientError('CONFLICT', 'The lock is lost')
    return writeLease(em, of, element, leaseMs)
  })
  context.collaboration.rooms.tellLocks(session, [lock])
  return { lock }
}
