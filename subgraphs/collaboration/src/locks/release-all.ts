import type { Database } from '@graphmemory/database/database.ts'
import type { Session } from '../sessions.ts'
import type { LockChange } from './element-lock.ts'

/** Gives back all that a session holds, which ends. */
export async function releaseAll(database: Database, { id, tenantId }: Session): Promise<LockChange[]> {
  const released = await database.withTenantId(tenantId, (em) =>
    em.execute<{ element: string }[]>('delete from collab.element_lock where session_id = ? returning element', [id]),
  )
  return released.map(({ element }) => ({ element, yjsClientId: null, expiresAt: null }))
}
