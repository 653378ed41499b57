import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { checkPassword } from './check-password.ts'
import type { Context } from './context.ts'
import { countMail } from './count-mail.ts'
import { normalizeEmail } from './email-address.ts'
import { queueMail } from './queue-mail.ts'
import type { RegisterInput } from './schema.generated.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'
import { checkName } from './text-input.ts'

/**
 * Keeps the wish for an account and mails its address. Whether the address has an account already is not looked at here
 * but by the mailer: neither the answer nor its time can tell.
 */
export async function register(context: Context, input: RegisterInput): Promise<{ accepted: true }> {
  const { viewer, throughLogin, passwords, keyRing, wakeMailer } = context
  const email = normalizeEmail(input.email)
  const name = checkName(input.name)
  const password = checkPassword(input.password)
  await throughLogin((em) => countMail(em, context, email))

  const passwordHash = await passwords.hash(password)
  const token = newSecretToken()
  await throughLogin(async (em) => {
    await recordAudit(em, viewer, { type: 'authentication', action: 'user.register', personal: { email, name } })
    await em.execute(
      `insert into auth.registration (token_hash, email, name, password_hash, expires_at)
        values (?, ?, ?, ?, now() + interval '24 hours')`,
      [hashOfToken(token), email, name, passwordHash],
      'run',
    )
    await queueMail(em, keyRing, { kind: 'VERIFY_EMAIL', to: email, content: { token, name } })
  })
  wakeMailer()
  return { accepted: true }
}
