import type { Em } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { AuditRecord } from './audit-record.ts'
import { outboxRow } from './outbox-row.ts'

/**
 * Writes an audit record in the transaction of `em`: it is kept exactly when the transaction is. Returns the
 * event's id. Written before the rows it is about, it makes their `audited` trigger free.
 *
 * It goes to the log of the identity's tenant, or to the system's where there is none. In `withTenant` only the
 * tenant's own log can be written; other doors may write to any.
 */
export async function recordAudit(em: Em, identity: Identity, record: AuditRecord): Promise<string> {
  const { id, tenantId, event, subject, personal, trace } = outboxRow(identity, record)
  await em.execute(
    'insert into audit.outbox (id, tenant_id, event, subject, personal, trace) values (?, ?, ?::jsonb, ?, ?::jsonb, ?)',
    [id, tenantId, event, subject, personal, trace],
    'run',
  )
  return id
}
