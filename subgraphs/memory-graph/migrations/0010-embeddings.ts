import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/**
 * What memories mean, by each model that was in use, and how far along the log each has come. All of it can be computed
 * again, so it is not in the audit log.
 */
export const embeddingsMigration = defineMigration({
  name: '0010-embeddings',
  up: [
    `create table graph.embedding (
      tenant_id text not null,
      model text not null,
      memory_id text not null,
      memory_seq integer not null,
      text_hash text not null,
      chunks integer not null,
      vectors bytea not null,
      primary key (tenant_id, model, memory_id),
      foreign key (tenant_id, memory_id) references graph.memory (tenant_id, id) on delete cascade
    )`,
    'create index embedding_seq on graph.embedding (tenant_id, model, memory_seq)',
    ...tenantTable('graph.embedding'),
    `create table graph.embedding_progress (
      tenant_id text not null,
      model text not null,
      seq integer not null,
      leased_by text not null,
      leased_until timestamptz not null,
      primary key (tenant_id, model)
    )`,
    ...tenantTable('graph.embedding_progress'),
    'create index memory_seq on graph.memory (tenant_id, seq)',
  ],
  down: ['drop index graph.memory_seq', 'drop table graph.embedding_progress', 'drop table graph.embedding'],
})
