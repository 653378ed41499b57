import type { Em } from '@graphmemory/database/database.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'
import type { MailContent, MailKind } from './mail-templates.ts'

/**
 * Puts a mail into the outbox, in the transaction of what it is about: it leaves after the commit, or never. What it
 * says is sealed, since it holds a token that lets its reader in.
 */
export async function queueMail(
  em: Em,
  keyRing: KeyRing,
  mail: { readonly kind: MailKind; readonly to: string; readonly content: MailContent },
): Promise<void> {
  const id = newId('mail')
  await em.execute(
    'insert into auth.mail (id, kind, recipient, sealed) values (?, ?, ?, ?)',
    [id, mail.kind, mail.to, keyRing.seal(JSON.stringify(mail.content), mailPurpose(id))],
    'run',
  )
}

/** What a mail is sealed for. */
export const mailPurpose = (id: string) => `mail:${id}`
