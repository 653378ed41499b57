import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/**
 * Which memory answers in the place of one that was merged into it, which relations a memory had before they moved away,
 * and whether they return when its merge is taken back.
 */
export const mergesMigration = defineMigration({
  name: '0022-merges',
  up: [
    'alter table graph.memory add column merged_into text',
    `alter table graph.memory add constraint memory_merged_into
      foreign key (tenant_id, merged_into) references graph.memory (tenant_id, id)`,
    `create table graph.moved_relation (
      tenant_id text not null,
      memory_id text not null,
      relation_id text not null,
      was_from boolean not null,
      returns boolean not null,
      primary key (tenant_id, memory_id, relation_id),
      foreign key (tenant_id, memory_id) references graph.memory (tenant_id, id),
      foreign key (tenant_id, relation_id) references graph.relation (tenant_id, id)
    )`,
    ...tenantTable('graph.moved_relation', ['select', 'insert', 'update']),
  ],
  down: ['drop table graph.moved_relation', 'alter table graph.memory drop column merged_into'],
})
