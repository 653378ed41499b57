import type { Database } from '@graphmemory/database/database.ts'
import { defineMigration, type DatabaseModule } from '@graphmemory/database/module.ts'
import { doorRole } from '@graphmemory/database/tenant-table.ts'

/** A door that sees what was recorded for the audit log; add it after the modules of the subgraph under test. */
export const auditReaderModule: DatabaseModule = {
  name: 'audit-reader',
  entities: [],
  migrations: [
    defineMigration({
      name: '0001-audit-reader',
      up: [
        ...doorRole('gm_test_audit_reader'),
        'grant select on audit.outbox to gm_test_audit_reader',
        'create policy test_audit_reader on audit.outbox for select to gm_test_audit_reader using (true)',
      ],
      down: ['drop policy test_audit_reader on audit.outbox'],
    }),
  ],
}

export type RecordedEvent = {
  readonly type: string
  readonly action: string
  readonly outcome: string
  readonly actor: { readonly kind: string; readonly id: string | null }
  readonly resource?: { readonly type: string; readonly id: string | null }
  readonly details?: unknown
}

/** The audit events that wait in a tenant's outbox, in the order in which they were recorded. */
export async function auditRecords(database: Database, tenantId: string | null): Promise<RecordedEvent[]> {
  const rows = await database.withRole('gm_test_audit_reader', (em) =>
    em.execute<{ event: RecordedEvent }[]>('select event from audit.outbox where tenant_id = ? order by position', [
      tenantId,
    ]),
  )
  return rows.map(({ event }) => event)
}
