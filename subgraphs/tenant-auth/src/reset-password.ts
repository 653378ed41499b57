import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { checkPassword } from './check-password.ts'
import type { Context } from './context.ts'
import { countToken } from './count-token.ts'
import { endSessions } from './end-sessions.ts'
import type { ResetPasswordInput } from './schema.generated.ts'
import { hashOfToken } from './secret-token.ts'

/** Sets a new password by a mailed token, which works once, and ends every session that the old one opened. */
export async function resetPassword(context: Context, input: ResetPasswordInput): Promise<{ accepted: true }> {
  const { viewer, throughLogin, passwords, identityEvents } = context
  const password = checkPassword(input.password)
  await throughLogin((em) => countToken(em, context))
  const passwordHash = await passwords.hash(password)
  const userId = await throughLogin(async (em) => {
    const [reset] = await em.execute<{ userId: string }[]>(
      `update auth.password_reset r set used_at = now() from auth.email_address a
        where r.token_hash = ? and r.used_at is null and r.expires_at > now() and a.email = r.email
        returning a.user_id as "userId"`,
      [hashOfToken(input.token)],
    )
    if (reset === undefined) throw badInput('token', 'This link has been used or has lapsed')
    const { userId } = reset
    await recordAudit(em, viewer, {
      type: 'authentication',
      action: 'user.reset_password',
      actor: { kind: 'user', id: userId },
      resource: { type: 'user', id: userId },
    })
    await em.execute('update auth.credential set password_hash = ?, changed_at = now() where user_id = ?', [
      passwordHash,
      userId,
    ])
    // A second mail that was asked for before must not undo this.
    await em.execute(
      `update auth.password_reset set used_at = now() where used_at is null
        and email = (select email from auth.email_address where user_id = ?)`,
      [userId],
    )
    await endSessions(em, userId)
    return userId
  })
  identityEvents.permissionsChanged(userId)
  return { accepted: true }
}
