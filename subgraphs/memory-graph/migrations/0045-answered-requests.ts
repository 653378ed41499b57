import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/** What was answered to requests that callers have named, and that leave nothing in the graph's log: sent again, they are answered the same. */
export const answeredRequestsMigration = defineMigration({
  name: '0045-answered-requests',
  up: [
    `create table graph.answered_request (
      tenant_id text not null,
      op_id text not null,
      request_hash text not null,
      answer jsonb not null,
      primary key (tenant_id, op_id)
    )`,
    ...tenantTable('graph.answered_request', ['select', 'insert']),
  ],
  down: ['drop table graph.answered_request'],
})
