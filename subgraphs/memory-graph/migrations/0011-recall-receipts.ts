import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/** What agents were given to read, word for word. A receipt is never changed. */
export const recallReceiptsMigration = defineMigration({
  name: '0011-recall-receipts',
  up: [
    `create table graph.recall_receipt (
      tenant_id text not null,
      id text not null,
      query text not null,
      budget_tokens integer not null,
      tokens integer not null,
      items jsonb not null,
      uses_meaning boolean not null,
      stale boolean not null,
      actor_kind text not null,
      actor_id text not null,
      recorded_at timestamptz not null,
      primary key (tenant_id, id)
    )`,
    ...tenantTable('graph.recall_receipt', ['select', 'insert']),
    ...audited('graph.recall_receipt'),
  ],
  down: ['drop table graph.recall_receipt'],
})
