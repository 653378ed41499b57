import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { crossTenantPolicy, doorRole, tenantTable } from '@graphmemory/database/tenant-table.ts'

/**
 * Documents, their logs and snapshots, and the sessions that write them.
 *
 * `document` also is the queue of projections: `unprojected_since` is set by the transaction that commits an entry, and
 * cleared by the one that notes that the graph has accepted it. `gm_collaboration` looks across tenants, for heads that
 * have moved and projections that nobody carries out.
 */
export const documentsMigration = defineMigration({
  name: '0001-documents',
  up: [
    'create schema collab',
    ...doorRole('gm_collaboration'),
    'grant usage on schema collab to gm_app, gm_collaboration',

    `create table collab.document (
      id text primary key,
      tenant_id text not null,
      memory_id text not null,
      epoch integer not null default 1 check (epoch > 0),
      head_seq integer not null default 0 check (head_seq >= 0),
      projected_seq integer not null default 0,
      unprojected_since timestamptz,
      edited_at timestamptz not null default now(),
      created_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (tenant_id, memory_id)
    )`,
    `create index document_unprojected on collab.document (unprojected_since) where unprojected_since is not null`,
    ...tenantTable('collab.document', ['select', 'insert', 'update']),
    ...audited('collab.document', 'insert'),
    crossTenantPolicy('collab.document', 'gm_collaboration'),
    `grant select (id, tenant_id, epoch, head_seq, unprojected_since, edited_at) on collab.document to gm_collaboration`,

    // Who writes under which Yjs client id: of a session, or made up offline and claimed by whoever came with it first.
    `create table collab.author (
      tenant_id text not null,
      document_id text not null,
      epoch integer not null,
      yjs_client_id bigint not null check (yjs_client_id >= 1024),
      actor_kind text not null,
      actor_id text not null,
      primary key (document_id, epoch, yjs_client_id),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    ...tenantTable('collab.author', ['select', 'insert']),

    `create table collab.session (
      id text primary key,
      tenant_id text not null,
      document_id text not null,
      epoch integer not null,
      yjs_client_id integer not null,
      actor_kind text not null,
      actor_id text not null,
      role text not null,
      -- Opened when the document had as many editors as it may have.
      is_capped boolean not null default false,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      closed_at timestamptz,
      unique (document_id, epoch, yjs_client_id),
      foreign key (document_id, epoch, yjs_client_id) references collab.author (document_id, epoch, yjs_client_id),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'create index session_open on collab.session (document_id, expires_at) where closed_at is null',
    ...tenantTable('collab.session', ['select', 'insert', 'update']),
    ...audited('collab.session', 'insert'),

    `create table collab.entry (
      tenant_id text not null,
      document_id text not null,
      epoch integer not null,
      seq integer not null,
      session_id text,
      batch_id text,
      payload bytea not null,
      created_at timestamptz not null default now(),
      primary key (document_id, epoch, seq),
      unique (session_id, batch_id),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'alter table collab.entry alter column payload set storage external',
    ...tenantTable('collab.entry', ['select', 'insert', 'delete']),
    ...audited('collab.entry', 'insert'),

    `create table collab.snapshot (
      tenant_id text not null,
      document_id text primary key,
      epoch integer not null,
      seq integer not null,
      state bytea not null,
      created_at timestamptz not null default now(),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    ...tenantTable('collab.snapshot', ['select', 'insert', 'update']),
  ],
  down: ['drop schema collab cascade'],
})
