import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/** The types of memories that a tenant has beside the built-in ones. A memory names its type; the definition may go when none does. */
export const memoryTypesMigration = defineMigration({
  name: '0030-memory-types',
  up: [
    `create table graph.memory_type (
      tenant_id text not null,
      name text not null,
      description text not null,
      schema jsonb,
      version integer not null,
      created_at timestamptz not null,
      created_by_kind text not null,
      created_by text not null,
      updated_at timestamptz not null,
      updated_by_kind text not null,
      updated_by text not null,
      primary key (tenant_id, name)
    )`,
    ...tenantTable('graph.memory_type'),
    ...audited('graph.memory_type'),
  ],
  down: ['drop table graph.memory_type'],
})
