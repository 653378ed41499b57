import type { Route } from '@graphmemory/service/subgraph.ts'
import { normalizeEmail } from './email-address.ts'
import type { Mailer } from './mailer.ts'

/** The mailbox that stands in for SMTP in development: sent mails as JSON, oldest first, `?to=` one address. */
export const developmentMailbox = (mailer: Mailer): Route => ({
  method: 'GET',
  path: '/dev/mail',
  async handle({ query }) {
    const to = query.get('to')
    const mails = await mailer.sent(to === null ? null : addressOf(to))
    return {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body: JSON.stringify(
        mails.map(({ to, kind, content, subject, text, sentAt }) => ({
          to,
          kind,
          token: kind === 'ACCOUNT_EXISTS' ? null : content.token,
          subject,
          text,
          sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
        })),
      ),
    }
  },
})

/** What is no address has got no mail. */
function addressOf(text: string): string {
  try {
    return normalizeEmail(text)
  } catch {
    return text
  }
}
