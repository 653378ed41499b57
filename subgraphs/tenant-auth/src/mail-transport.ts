import { createTransport } from 'nodemailer'

export type OutgoingMail = { readonly to: string; readonly subject: string; readonly text: string }

/** The way out for mail. */
export type MailTransport = {
  /** Resolves once the other side has taken it. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

/** Sends by SMTP. */
export function smtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text }) {
      // As objects, addresses are not parsed: one recipient stays one.
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text })
    },
    close: () => transport.close(),
  }
}
