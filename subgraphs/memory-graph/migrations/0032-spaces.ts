import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { currentViewer, tenantTable } from '@graphmemory/database/tenant-table.ts'

/** The spaces that the running transaction may not see, found once a statement. */
const hidden = '((select graph.hidden_spaces())::text[])'
const isAllSeen = `cardinality(${hidden}) = 0`
const isSeen = (memoryId: string, table: string) =>
  `exists (select from graph.memory seen where seen.tenant_id = ${table}.tenant_id and seen.id = ${memoryId})`

/** A policy beside that of the tenant: both must let a row through. Writes read what they change, and so meet it too. */
const seenOnly = (table: string, condition: string) =>
  `create policy ${table}_space on graph.${table} as restrictive for select to gm_app using (${condition})`

/**
 * Spaces, who may see them, and that nothing which lies in one is seen by others: here, for every statement there is or will
 * be. `space_access` and `space_share` are what that is decided by, so they cannot be confined themselves: they hold no words.
 * A space is never taken away, since what was deleted in it must stay hidden.
 */
export const spacesMigration = defineMigration({
  name: '0032-spaces',
  up: [
    `create table graph.space (
      tenant_id text not null,
      id text not null,
      name text not null,
      description text not null,
      version integer not null,
      created_at timestamptz not null,
      created_by_kind text not null,
      created_by text not null,
      updated_at timestamptz not null,
      updated_by_kind text not null,
      updated_by text not null,
      deleted_at timestamptz,
      primary key (tenant_id, id)
    )`,
    ...tenantTable('graph.space', ['select', 'insert', 'update']),
    ...audited('graph.space'),
    `create table graph.space_access (
      tenant_id text not null,
      space_id text not null,
      visibility text not null,
      owner_id text not null,
      primary key (tenant_id, space_id),
      foreign key (tenant_id, space_id) references graph.space (tenant_id, id) deferrable initially deferred
    )`,
    ...tenantTable('graph.space_access', ['select', 'insert', 'update']),
    ...audited('graph.space_access'),
    `create table graph.space_share (
      tenant_id text not null,
      space_id text not null,
      user_id text not null,
      role text not null,
      shared_at timestamptz not null,
      primary key (tenant_id, space_id, user_id),
      foreign key (tenant_id, space_id) references graph.space (tenant_id, id)
    )`,
    ...tenantTable('graph.space_share'),
    ...audited('graph.space_share'),
    ...[
      ['hidden_spaces', ''],
      ['read_only_spaces', "and share.role = 'EDITOR'"],
    ].map(
      ([name, condition]) => `create function graph.${name}() returns text[] stable parallel safe language sql as $$
        select coalesce(array_agg(access.space_id), '{}') from graph.space_access access
          where access.visibility = 'PRIVATE' and ${currentViewer} is distinct from '*'
            and access.owner_id is distinct from ${currentViewer}
            and not exists (select from graph.space_share share where share.tenant_id = access.tenant_id
              and share.space_id = access.space_id and share.user_id = ${currentViewer} ${condition})
      $$`,
    ),
    'alter table graph.memory add column space_id text',
    'alter table graph.memory add foreign key (tenant_id, space_id) references graph.space (tenant_id, id)',
    'create index memory_space on graph.memory (tenant_id, space_id) where space_id is not null',
    `alter table graph.recall_receipt add column space_ids jsonb not null default '[]'`,
    seenOnly('space', `id <> all ${hidden}`),
    seenOnly('memory', `space_id is null or space_id <> all ${hidden}`),
    seenOnly('relation', `${isAllSeen} or (${isSeen('from_id', 'relation')} and ${isSeen('to_id', 'relation')})`),
    // What an entry tells is hidden as the memory is now, and as it was then.
    seenOnly(
      'operation',
      `${isAllSeen} or (
        coalesce(before ->> 'spaceId', '') <> all ${hidden} and coalesce(after ->> 'spaceId', '') <> all ${hidden}
        and (memory_id is null or ${isSeen('memory_id', 'operation')})
        and (relation_id is null or exists (select from graph.relation seen
          where seen.tenant_id = operation.tenant_id and seen.id = relation_id)))`,
    ),
    seenOnly(
      'recall_receipt',
      `${isAllSeen} or (
        not exists (select from jsonb_array_elements_text(space_ids) as given (id) where given.id = any ${hidden})
        and not exists (select from jsonb_array_elements(items) as item
          where not ${isSeen(`item ->> 'memoryId'`, 'recall_receipt')}))`,
    ),
  ],
  down: [
    ...['recall_receipt', 'operation', 'relation', 'memory'].map(
      (table) => `drop policy ${table}_space on graph.${table}`,
    ),
    'alter table graph.recall_receipt drop column space_ids',
    'alter table graph.memory drop column space_id',
    'drop table graph.space_share',
    'drop table graph.space_access',
    'drop table graph.space',
    'drop function graph.read_only_spaces()',
    'drop function graph.hidden_spaces()',
  ],
})
