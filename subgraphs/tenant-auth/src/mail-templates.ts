/** What may be mailed. `ACCOUNT_EXISTS` is what a registration becomes where the address has an account already. */
export const mailKinds = ['VERIFY_EMAIL', 'ACCOUNT_EXISTS', 'INVITATION', 'PASSWORD_RESET'] as const
export type MailKind = (typeof mailKinds)[number]

/** What a mail says beside its kind: the token that it brings, and names that its reader knows. */
export type MailContent = {
  readonly token: string | null
  readonly name?: string
  readonly tenantName?: string
  readonly inviterName?: string
  readonly role?: string
}

export type MailText = { readonly subject: string; readonly text: string }

/** The words of a mail. Tokens stand in the fragment of a link, which browsers do not send and servers do not log. */
export function mailText(kind: MailKind, content: MailContent, publicUrl: string): MailText {
  const link = (path: string) => `${publicUrl}/${path}#token=${content.token ?? ''}`
  switch (kind) {
    case 'VERIFY_EMAIL':
      return {
        subject: 'Confirm your address',
        text: lines(
          `Hello ${line(content.name)},`,
          'please confirm that you registered at GraphMemory with this address:',
          link('verify-email'),
          'The link works once, for 24 hours. If it was not you, do nothing: no account is opened.',
        ),
      }
    case 'ACCOUNT_EXISTS':
      return {
        subject: 'You already have an account',
        text: lines(
          'Hello,',
          'someone registered at GraphMemory with this address, which has an account already. Nothing has changed.',
          `If it was you and the password is forgotten, set a new one: ${publicUrl}/forgotten-password`,
        ),
      }
    case 'INVITATION':
      return {
        subject: `${line(content.inviterName)} invites you to ${line(content.tenantName)}`,
        text: lines(
          'Hello,',
          `${line(content.inviterName)} invites you to ${line(content.tenantName)} at GraphMemory as ${line(content.role)}:`,
          link('accept-invitation'),
          'The link works once, for 7 days, and for whoever has signed in with this address.',
        ),
      }
    case 'PASSWORD_RESET':
      return {
        subject: 'Set a new password',
        text: lines(
          'Hello,',
          'someone asked for a new password for the GraphMemory account of this address. If it was you, set it here:',
          link('reset-password'),
          'The link works once, for 30 minutes. If it was not you, do nothing: your password stays as it is.',
        ),
      }
  }
}

const lines = (...paragraphs: string[]) => `${paragraphs.join('\n\n')}\n`

/** A name as others typed it, on one line: it cannot break out into headers, paragraphs or links of its own. */
const line = (text = '') =>
  text
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('://', ' ')
    .slice(0, 100)
    .trim()
