import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'

const lapsing = ['registration', 'password_reset', 'refresh_token', 'session'] as const

/** Takes away what has lapsed: unused wishes, tokens, sessions at their end, mails of more than a week, old counters. */
export function sweep(database: Database, identity: Identity): Promise<void> {
  return database.withRole('gm_auth_worker', async (em) => {
    const counts: Record<string, number> = {}
    for (const table of lapsing) {
      // What this role may see, and so delete, has lapsed.
      const { affectedRows } = await em.execute<{ affectedRows: number }>(`delete from auth.${table}`, [], 'run')
      if (affectedRows > 0) counts[table] = affectedRows
    }
    await em.execute(`delete from auth.mail where coalesce(sent_at, failed_at) < now() - interval '7 days'`, [], 'run')
    await em.execute('delete from auth.attempt', [], 'run')
    if (Object.keys(counts).length > 0) {
      await recordAudit(em, identity, { type: 'system_event', action: 'session.sweep', details: counts })
    }
  })
}
