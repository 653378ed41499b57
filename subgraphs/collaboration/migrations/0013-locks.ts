import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/**
 * Locks of sessions on elements of documents, each with its lease. Tokens rise within a document, so that of two who
 * believe to hold a lock the later one is known; they are given out under the lock of the document's row.
 */
export const locksMigration = defineMigration({
  name: '0013-locks',
  up: [
    'alter table collab.document add column lock_token integer not null default 0',
    `create table collab.element_lock (
      tenant_id text not null,
      document_id text not null,
      element text not null,
      token integer not null,
      session_id text not null references collab.session (id),
      expires_at timestamptz not null,
      primary key (document_id, element),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'create index element_lock_of_session on collab.element_lock (session_id)',
    ...tenantTable('collab.element_lock'),
    ...audited('collab.element_lock', 'insert'),
  ],
  down: ['drop table collab.element_lock', 'alter table collab.document drop column lock_token'],
})
