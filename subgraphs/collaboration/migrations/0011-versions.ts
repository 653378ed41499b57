import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

const named = (when: 'insert' | 'delete', row: 'new' | 'old') =>
  `create constraint trigger audited_${when} after ${when} on collab.version
    deferrable initially deferred for each row
    when (${row}.name is not null and not audit.is_recorded()) execute function audit.demand_record()`

/** Versions of documents: whole states that people gave a name, or that were kept by themselves, without one. */
export const versionsMigration = defineMigration({
  name: '0011-versions',
  up: [
    `create table collab.version (
      id text primary key,
      tenant_id text not null,
      document_id text not null,
      epoch integer not null,
      seq integer not null check (seq > 0),
      name text,
      actor_kind text,
      actor_id text,
      state bytea not null,
      created_at timestamptz not null default now(),
      check ((name is null) = (actor_id is null) and (actor_kind is null) = (actor_id is null)),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'alter table collab.version alter column state set storage external',
    'create index version_of_document on collab.version (document_id, id)',
    ...tenantTable('collab.version', ['select', 'insert', 'delete']),
    named('insert', 'new'),
    named('delete', 'old'),
  ],
  down: ['drop table collab.version'],
})
