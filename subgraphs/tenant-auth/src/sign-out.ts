import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { userOf } from '@graphmemory/identity/identity.ts'
import type { Context } from './context.ts'
import { endSessions } from './end-sessions.ts'
import type { SignOutInput } from './schema.generated.ts'

/** Ends the caller's session or, with `everywhere`, all of them and every access token in use. */
export async function signOut(context: Context, input: SignOutInput | null | undefined): Promise<{ accepted: true }> {
  const { viewer, throughLogin, identityEvents } = context
  const { userId, sessionId } = userOf(viewer)
  const everywhere = input?.everywhere === true
  await throughLogin(async (em) => {
    await recordAudit(em, viewer, {
      type: 'authentication',
      action: 'session.sign_out',
      resource: { type: 'session', id: sessionId },
      details: { everywhere },
    })
    if (everywhere) await endSessions(em, userId)
    else await em.execute('update auth.session set ended_at = now() where id = ? and ended_at is null', [sessionId])
  })
  if (everywhere) identityEvents.permissionsChanged(userId)
  else identityEvents.sessionEnded(userId, sessionId)
  return { accepted: true }
}
