import type { Em } from '@graphmemory/database/database.ts'

/** Ends every session of a user; the access tokens in use become stale with their version. */
export async function endSessions(em: Em, userId: string): Promise<void> {
  await em.execute('update auth.session set ended_at = now() where user_id = ? and ended_at is null', [userId])
  await em.execute('update auth.user set permission_version = permission_version + 1 where id = ?', [userId])
}
