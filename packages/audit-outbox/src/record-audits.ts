import type { Em } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { AuditRecord } from './audit-record.ts'
import { outboxRow } from './outbox-row.ts'

export type RecordOf = { readonly identity: Identity; readonly record: AuditRecord }

/** Writes many audit records, of as many callers, in one statement; in everything else as `recordAudit`. */
export async function recordAudits(em: Em, records: readonly RecordOf[]): Promise<void> {
  if (records.length > 0) await em.execute('select audit.record(?::json)', [auditRecords(records)], 'run')
}

/** What `audit.record` takes, for SQL functions that write records in the transaction of what they are about. */
export function auditRecords(records: readonly RecordOf[]): string {
  const rows = records.map(({ identity, record }) => {
    const { id, tenantId, event, subject, personal, trace } = outboxRow(identity, record)
    // The record is JSON already: as a text within the text it would be written, and read, twice.
    return `{"id":${JSON.stringify(id)},"tenant_id":${JSON.stringify(tenantId)},"event":${event},"subject":${JSON.stringify(subject)},"personal":${personal ?? 'null'},"trace":${JSON.stringify(trace)}}`
  })
  return `[${rows.join(',')}]`
}
