import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'

const tables = ['graph.memory', 'graph.relation', 'graph.operation'] as const

/**
 * Many rows in one statement. Every write here records for the audit log first, so that asking once a statement demands
 * as much as asking once a row, at a fraction of its price; only requests that may be repeated need a name in the log.
 */
export const bulkWritesMigration = defineMigration({
  name: '0003-bulk-writes',
  up: [
    ...tables.map((table) => `drop trigger audited on ${table}`),
    'alter table graph.operation drop constraint operation_tenant_id_op_id_key',
    'alter table graph.operation alter column op_id drop not null',
    `update graph.operation set op_id = null where request_hash is null`,
    'create unique index operation_request on graph.operation (tenant_id, op_id) where op_id is not null',
    ...tables.map(
      (table) => `create trigger audited after insert or update or delete on ${table}
        for each statement execute function audit.demand_record()`,
    ),
  ],
  down: [
    ...tables.map((table) => `drop trigger audited on ${table}`),
    'drop index graph.operation_request',
    `update graph.operation set op_id = 'seq:' || seq where op_id is null`,
    'alter table graph.operation alter column op_id set not null',
    'alter table graph.operation add constraint operation_tenant_id_op_id_key unique (tenant_id, op_id)',
    ...tables.flatMap((table) => audited(table)),
  ],
})
