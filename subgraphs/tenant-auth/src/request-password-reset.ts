import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Context } from './context.ts'
import { countMail } from './count-mail.ts'
import { normalizeEmail } from './email-address.ts'
import { queueMail } from './queue-mail.ts'
import type { RequestPasswordResetInput } from './schema.generated.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'

/** Mails a token to an address that has an account. Who has one is found out by the mailer: nothing here can tell. */
export async function requestPasswordReset(
  context: Context,
  input: RequestPasswordResetInput,
): Promise<{ accepted: true }> {
  const { viewer, throughLogin, keyRing, wakeMailer } = context
  const email = normalizeEmail(input.email)
  const token = newSecretToken()
  await throughLogin((em) => countMail(em, context, email))
  await throughLogin(async (em) => {
    await recordAudit(em, viewer, {
      type: 'authentication',
      action: 'user.request_password_reset',
      personal: { email },
    })
    await em.execute(
      `insert into auth.password_reset (token_hash, email, expires_at) values (?, ?, now() + interval '30 minutes')`,
      [hashOfToken(token), email],
      'run',
    )
    await queueMail(em, keyRing, { kind: 'PASSWORD_RESET', to: email, content: { token } })
  })
  wakeMailer()
  return { accepted: true }
}
