import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import { userOf } from '@graphmemory/identity/identity.ts'
import type { Context } from './context.ts'
import { Session } from './entities.ts'
import type { RevokeSessionInput } from './schema.generated.ts'

/** Ends one of the caller's own sessions. Throws `NOT_FOUND` for others' and for ended ones. */
export async function revokeSession(context: Context, input: RevokeSessionInput): Promise<{ session: Session }> {
  const { viewer, asViewer, throughLogin, identityEvents } = context
  const { userId } = userOf(viewer)
  const session = await asViewer((em) => em.findOne(Session, { id: input.sessionId, userId, endedAt: null }))
  if (session === null) throw notFound('session')
  await throughLogin(async (em) => {
    await recordAudit(em, viewer, {
      type: 'authentication',
      action: 'session.revoke',
      resource: { type: 'session', id: session.id },
    })
    await em.execute('update auth.session set ended_at = now() where id = ? and user_id = ? and ended_at is null', [
      session.id,
      userId,
    ])
  })
  identityEvents.sessionEnded(userId, session.id)
  return { session }
}
