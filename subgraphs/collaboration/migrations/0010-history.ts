import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/**
 * Bases: whole states of a document at entries of its log, from which the text at any later entry is made that the
 * log still reaches. And sessions that only stand for the author of patches: one an actor and document, on all nodes, so
 * that a patch that is sent twice is known wherever it arrives.
 */
export const historyMigration = defineMigration({
  name: '0010-history',
  up: [
    `create table collab.base (
      id text primary key,
      tenant_id text not null,
      document_id text not null,
      epoch integer not null,
      seq integer not null check (seq > 0),
      state bytea not null,
      created_at timestamptz not null default now(),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'alter table collab.base alter column state set storage external',
    'create index base_place on collab.base (document_id, epoch, seq)',
    ...tenantTable('collab.base', ['select', 'insert', 'delete']),

    'alter table collab.session add column is_for_patches boolean not null default false',
    `create unique index session_for_patches on collab.session (document_id, epoch, actor_kind, actor_id)
      where is_for_patches`,
  ],
  down: [
    'drop index collab.session_for_patches',
    'alter table collab.session drop column is_for_patches',
    'drop table collab.base',
  ],
})
