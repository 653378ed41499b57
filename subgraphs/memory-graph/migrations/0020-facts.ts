import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/** What a tenant says of its types of relations, and which facts a fact contradicted when it was written. */
export const factsMigration = defineMigration({
  name: '0020-facts',
  up: [
    `create table graph.relation_type (
      tenant_id text not null,
      name text not null,
      is_single_valued boolean not null,
      updated_at timestamptz not null,
      updated_by_kind text not null,
      updated_by text not null,
      primary key (tenant_id, name)
    )`,
    ...tenantTable('graph.relation_type', ['select', 'insert', 'update']),
    ...audited('graph.relation_type'),
    "alter table graph.relation add column contradicts jsonb not null default '[]'",
  ],
  down: ['alter table graph.relation drop column contradicts', 'drop table graph.relation_type'],
})
