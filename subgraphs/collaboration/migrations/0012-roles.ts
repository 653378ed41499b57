import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/** What callers may at most do with one document: one rule a caller, and one (`*`) for everybody else. */
export const rolesMigration = defineMigration({
  name: '0012-roles',
  up: [
    `create table collab.role (
      tenant_id text not null,
      document_id text not null,
      actor_kind text not null check (actor_kind in ('user', 'apiKey', '*')),
      actor_id text not null check ((actor_kind = '*') = (actor_id = '*')),
      role text not null check (role in ('VIEWER', 'COMMENTER', 'SUGGESTER', 'EDITOR')),
      set_at timestamptz not null default now(),
      primary key (document_id, actor_kind, actor_id),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    ...tenantTable('collab.role'),
    ...audited('collab.role'),
  ],
  down: ['drop table collab.role'],
})
