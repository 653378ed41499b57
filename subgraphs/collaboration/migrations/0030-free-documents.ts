import { defineMigration } from '@graphmemory/database/module.ts'

/**
 * Documents of no memory: they lie in a space or in none, have a title of their own, and can be deleted and restored. On the
 * way back they stay, each under a memory that does not exist, so that nobody sees them and nothing of them is lost.
 */
export const freeDocumentsMigration = defineMigration({
  name: '0030-free-documents',
  up: [
    `alter table collab.document
      alter column memory_id drop not null,
      add column kind text not null default 'MEMORY' check (kind in ('MEMORY', 'NOTE', 'BOARD')),
      add column space_id text,
      add column title text,
      add column creation_key text,
      add column deleted_at timestamptz,
      add constraint document_free check (case when kind = 'MEMORY'
        then memory_id is not null and space_id is null and title is null and deleted_at is null
        else memory_id is null and title is not null end)`,
    'create index document_free on collab.document (tenant_id, id) where memory_id is null',
    'create unique index document_creation on collab.document (tenant_id, creation_key) where creation_key is not null',
    `create constraint trigger audited_deletion after update of deleted_at on collab.document
      deferrable initially deferred for each row
      when (old.deleted_at is distinct from new.deleted_at and not audit.is_recorded())
      execute function audit.demand_record()`,
  ],
  down: [
    'drop trigger audited_deletion on collab.document',
    'drop index collab.document_creation',
    'drop index collab.document_free',
    `alter table collab.document
      drop constraint document_free, drop column kind, drop column space_id, drop column title,
      drop column creation_key, drop column deleted_at`,
    'alter table collab.document no force row level security',
    `update collab.document set memory_id = 'free:' || id where memory_id is null`,
    'alter table collab.document force row level security',
    'alter table collab.document alter column memory_id set not null',
  ],
})
