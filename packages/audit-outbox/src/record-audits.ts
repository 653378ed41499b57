import type { Em } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { AuditRecord } from './audit-record.ts'
import { outboxRow } from './outbox-row.ts'

/** Writes many audit records, of as many callers, in one statement; in everything else as `recordAudit`. */
export async function recordAudits(
  em: Em,
  records: readonly { readonly identity: Identity; readonly record: AuditRecord }[],
): Promise<void> {
  if (records.length === 0) return
  const rows = records.map(({ identity, record }) => {
    const { tenantId, ...row } = outboxRow(identity, record)
    return { ...row, tenant_id: tenantId }
  })
  await em.execute(
    `insert into audit.outbox (id, tenant_id, event, subject, personal, trace)
     select id, tenant_id, event::jsonb, subject, personal::jsonb, trace from json_to_recordset(?::json)
       as r(id text, tenant_id text, event text, subject text, personal text, trace text)`,
    [JSON.stringify(rows)],
    'run',
  )
}
