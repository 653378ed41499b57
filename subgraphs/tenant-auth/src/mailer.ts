import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database, Em } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { z } from 'zod'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'
import { mailKinds, mailText, type MailContent, type MailKind } from './mail-templates.ts'
import type { MailTransport } from './mail-transport.ts'
import { mailPurpose } from './queue-mail.ts'

/** How long a process has to send what it took, before another takes it. */
const claimSeconds = 60
const maxAttempts = 10
const batch = 20

export type MailerOptions = {
  readonly database: Database
  readonly keyRing: KeyRing
  readonly publicUrl: string
  /** `null` leaves mail in the outbox, readable by the development mailbox. */
  readonly transport: MailTransport | null
  readonly identity: Identity
  readonly log: Log
}

/** What stands in the outbox, opened. */
export type Mail = {
  readonly id: string
  readonly kind: MailKind
  readonly to: string
  readonly content: MailContent
  readonly sentAt: string | null
}

/**
 * Takes mail from the outbox and sends it: at least once, with growing pauses after failures, any number of processes at
 * once. Whether an address has an account is looked up only here, so that no request takes longer for one that has.
 */
export function createMailer({ database, keyRing, publicUrl, transport, identity, log }: MailerOptions) {
  const door = <T>(work: (em: Em) => Promise<T>) => database.withRole('gm_auth_worker', work)

  const deliver = async ({ kind, to, content }: Mail, hasAccount: boolean): Promise<void> => {
    const actual = actualKind(kind, hasAccount)
    if (actual !== null && transport !== null) await transport.send({ to, ...mailText(actual, content, publicUrl) })
  }

  /** Sends what is due; returns whether there may be more. */
  const sendDue = async (): Promise<boolean> => {
    const claimed = await claim(door)
    for (const row of claimed) {
      const mail = open(row, keyRing)
      let failure: unknown
      try {
        await deliver(mail, row.hasAccount)
      } catch (error) {
        failure = error
        log.warn({ err: error, mailId: row.id, attempts: row.attempts }, 'a mail could not be sent')
      }
      await door(async (em) => {
        const outcome = failure === undefined ? 'ALLOWED' : 'FAILED'
        await recordAudit(em, identity, {
          type: 'system_event',
          action: 'mail.send',
          outcome,
          resource: { type: 'mail', id: row.id },
          details: { kind: actualKind(mail.kind, row.hasAccount) ?? 'NONE', attempts: row.attempts },
        })
        if (failure === undefined) await markSent(em, row, mail, transport === null)
        else await markFailed(em, row)
      })
    }
    return claimed.length === batch
  }

  return {
    async sendDue(): Promise<void> {
      while (await sendDue());
    },
    /** The newest mails of the development mailbox, oldest first. */
    async sent(to: string | null): Promise<(Mail & { readonly subject: string; readonly text: string })[]> {
      const rows = await door((em) =>
        em.execute<Row[]>(
          `select id, kind, recipient, sealed, attempts, sent_at as "sentAt" from auth.mail
            where sent_at is not null and sealed is not null and (?::text is null or recipient = ?)
            order by sent_at desc, id desc limit 500`,
          [to, to],
        ),
      )
      return rows.toReversed().map((row) => {
        const mail = open(row, keyRing)
        return { ...mail, ...mailText(mail.kind, mail.content, publicUrl) }
      })
    },
  }
}

export type Mailer = ReturnType<typeof createMailer>

type Row = {
  id: string
  kind: string
  recipient: string
  sealed: string
  attempts: number
  sentAt: string | null
}

/** A registration of an address that has an account, and a new password for one that has none, are not what was asked for. */
function actualKind(kind: MailKind, hasAccount: boolean): MailKind | null {
  if (kind === 'VERIFY_EMAIL' && hasAccount) return 'ACCOUNT_EXISTS'
  if (kind === 'PASSWORD_RESET' && !hasAccount) return null
  return kind
}

const claim = (door: <T>(work: (em: Em) => Promise<T>) => Promise<T>) =>
  door(async (em) => {
    const due = await em.execute<{ id: string }[]>(
      `select id from auth.mail where sent_at is null and failed_at is null and due_at <= now()
        order by due_at limit ${batch} for update skip locked`,
    )
    if (due.length === 0) return []
    return em.execute<(Row & { hasAccount: boolean })[]>(
      `update auth.mail m set attempts = attempts + 1, due_at = now() + interval '${claimSeconds} seconds'
        where id in (?)
        returning id, kind, recipient, sealed, attempts, sent_at as "sentAt",
          exists (select from auth.email_address a where a.email = m.recipient) as "hasAccount"`,
      [due.map(({ id }) => id)],
    )
  })

async function markSent(em: Em, row: Row & { hasAccount: boolean }, mail: Mail, keepsText: boolean): Promise<void> {
  const kind = actualKind(mail.kind, row.hasAccount)
  await em.execute(
    `update auth.mail set sent_at = now(), kind = ?, sealed = case when ? then sealed end where id = ?`,
    [kind ?? mail.kind, keepsText && kind !== null, row.id],
  )
}

/** Ten tries over some six hours; then the mail is given up and stays to be looked at. */
const markFailed = (em: Em, row: Row) =>
  em.execute(
    `update auth.mail set due_at = now() + interval '10 seconds' * power(2, attempts),
      failed_at = case when attempts >= ${maxAttempts} then now() end,
      sealed = case when attempts >= ${maxAttempts} then null else sealed end
      where id = ?`,
    [row.id],
  )

const contentShape = z.object({
  token: z.string().nullable(),
  name: z.string().exactOptional(),
  tenantName: z.string().exactOptional(),
  inviterName: z.string().exactOptional(),
  role: z.string().exactOptional(),
})

const open = (row: Row, keyRing: KeyRing): Mail => ({
  id: row.id,
  kind: z.enum(mailKinds).parse(row.kind),
  to: row.recipient,
  content: contentShape.parse(JSON.parse(keyRing.open(row.sealed, mailPurpose(row.id)))),
  sentAt: row.sentAt,
})
