import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { crossTenantPolicy, doorRole, tenantTable } from '@graphmemory/database/tenant-table.ts'

const common = `
  tenant_id text not null,
  id text not null,
  type text not null,
  properties jsonb not null,
  source jsonb,
  valid_from timestamptz,
  valid_to timestamptz,
  version integer not null,
  seq integer not null,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by_kind text not null,
  updated_by text not null,
  deleted_at timestamptz,
  primary key (tenant_id, id)`

/**
 * Memories, relations, the log of what was done to them, and each tenant's place in it. Nothing is ever taken out of the
 * log: no role may. Indexes hold what is not deleted, in the orders that lists are read in.
 */
export const memoriesMigration = defineMigration({
  name: '0001-memories',
  up: [
    'create schema graph',
    'grant usage on schema graph to gm_app',
    `create table graph.memory (${common},
      title text not null,
      content text not null,
      tags jsonb not null,
      confidence double precision,
      importance double precision,
      document_id text,
      document_epoch integer,
      document_seq integer
    )`,
    'create index memory_created on graph.memory (tenant_id, created_at, id) where deleted_at is null',
    'create index memory_updated on graph.memory (tenant_id, updated_at, id) where deleted_at is null',
    'create index memory_title on graph.memory (tenant_id, title collate "C", id) where deleted_at is null',
    'create index memory_importance on graph.memory (tenant_id, coalesce(importance, -1), id) where deleted_at is null',
    ...tenantTable('graph.memory', ['select', 'insert', 'update']),
    ...audited('graph.memory'),
    `create table graph.relation (${common},
      from_id text not null,
      to_id text not null,
      weight double precision not null,
      deleted_with text,
      foreign key (tenant_id, from_id) references graph.memory (tenant_id, id),
      foreign key (tenant_id, to_id) references graph.memory (tenant_id, id),
      check (from_id <> to_id)
    )`,
    'create index relation_from on graph.relation (tenant_id, from_id, id) where deleted_at is null',
    'create index relation_to on graph.relation (tenant_id, to_id, id) where deleted_at is null',
    'create index relation_deleted_with on graph.relation (tenant_id, deleted_with) where deleted_with is not null',
    ...tenantTable('graph.relation', ['select', 'insert', 'update']),
    ...audited('graph.relation'),
    `create table graph.head (
      tenant_id text primary key,
      seq integer not null,
      recorded_at timestamptz not null
    )`,
    ...tenantTable('graph.head', ['select', 'insert', 'update']),
    `create table graph.operation (
      tenant_id text not null references graph.head,
      seq integer not null,
      op_id text not null,
      request_hash text,
      kind text not null,
      memory_id text,
      relation_id text,
      version integer not null,
      actor_kind text not null,
      actor_id text not null,
      before jsonb,
      after jsonb,
      recorded_at timestamptz not null,
      primary key (tenant_id, seq),
      unique (tenant_id, op_id)
    )`,
    'create index operation_memory on graph.operation (tenant_id, memory_id, seq) where memory_id is not null',
    'create index operation_relation on graph.operation (tenant_id, relation_id, seq) where relation_id is not null',
    ...tenantTable('graph.operation', ['select', 'insert']),
    ...audited('graph.operation'),
    // The projector asks which tenants have grown, and nothing else across tenants.
    ...doorRole('gm_graph_projector'),
    'grant usage on schema graph to gm_graph_projector',
    'grant select on graph.head to gm_graph_projector',
    crossTenantPolicy('graph.head', 'gm_graph_projector'),
  ],
  down: [
    'drop table graph.operation',
    'drop table graph.head',
    'drop table graph.relation',
    'drop table graph.memory',
    'drop schema graph',
  ],
})
