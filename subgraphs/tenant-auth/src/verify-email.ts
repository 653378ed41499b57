import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Context } from './context.ts'
import { countToken } from './count-token.ts'
import type { VerifyEmailInput } from './schema.generated.ts'
import { hashOfToken } from './secret-token.ts'

/** Opens the account that a registration asked for. The first registration to be proven wins; the others lapse. */
export async function verifyEmail(context: Context, input: VerifyEmailInput): Promise<{ accepted: true }> {
  const { viewer, throughLogin } = context
  await throughLogin((em) => countToken(em, context))
  await throughLogin(async (em) => {
    const [registration] = await em.execute<{ email: string; name: string; passwordHash: string }[]>(
      `update auth.registration set used_at = now() where token_hash = ? and used_at is null and expires_at > now()
        returning email, name, password_hash as "passwordHash"`,
      [hashOfToken(input.token)],
    )
    if (registration === undefined) throw badInput('token', 'This link has been used or has lapsed')
    const { email, name, passwordHash } = registration
    const userId = newId('usr')
    await recordAudit(em, viewer, {
      type: 'authentication',
      action: 'user.verify_email',
      actor: { kind: 'user', id: userId },
      resource: { type: 'user', id: userId },
      personal: { email, name },
    })
    await em.execute('insert into auth.user (id, name) values (?, ?)', [userId, name])
    const opened = await em.execute<object[]>(
      'insert into auth.email_address (user_id, email) values (?, ?) on conflict (email) do nothing returning user_id',
      [userId, email],
    )
    if (opened.length === 0) throw new ClientError('CONFLICT', 'This address has an account already')
    await em.execute('insert into auth.credential (user_id, password_hash) values (?, ?)', [userId, passwordHash])
    await em.execute('delete from auth.registration where email = ? and used_at is null', [email])
  })
  return { accepted: true }
}
