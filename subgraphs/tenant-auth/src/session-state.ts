import type { Context } from './context.ts'
import type { QuerySessionStateArgs } from './schema.generated.ts'

type SessionState = { id: string; userId: string; active: boolean; permissionVersion: number }

/** Whether a session may be used, and which access tokens of it are not stale; null for one that never was. */
export async function sessionState(
  { throughLogin }: Context,
  { id }: QuerySessionStateArgs,
): Promise<SessionState | null> {
  const [state] = await throughLogin((em) =>
    em.execute<SessionState[]>(
      `select s.id, s.user_id as "userId", s.ended_at is null and s.expires_at > now() as active,
        u.permission_version as "permissionVersion"
        from auth.session s join auth.user u on u.id = s.user_id where s.id = ?`,
      [id],
    ),
  )
  return state ?? null
}
