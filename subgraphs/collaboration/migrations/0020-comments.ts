import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/**
 * What is said about documents, and in which order. The head of a document's activity is a row of its own: whoever writes
 * holds it until the commit, so that numbers become visible in order and without gaps, and edits do not wait for it.
 */
export const commentsMigration = defineMigration({
  name: '0020-comments',
  up: [
    `create table collab.activity_head (
      tenant_id text not null,
      document_id text primary key,
      seq integer not null default 0,
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    ...tenantTable('collab.activity_head', ['select', 'insert', 'update']),

    // Ids only: what was said can be taken back, that something was said cannot.
    `create table collab.activity (
      tenant_id text not null,
      document_id text not null,
      seq integer not null,
      kind text not null,
      actor_kind text not null,
      actor_id text not null,
      thread_id text,
      comment_id text,
      created_at timestamptz not null default clock_timestamp(),
      primary key (document_id, seq),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'create index activity_actor on collab.activity (document_id, actor_kind, actor_id, seq)',
    ...tenantTable('collab.activity', ['select', 'insert']),
    ...audited('collab.activity', 'insert'),

    `create table collab.comment_thread (
      id text primary key,
      tenant_id text not null,
      document_id text not null,
      -- Yjs relative positions, which mean something in this epoch only; null: the document as a whole.
      epoch integer,
      anchor_start bytea,
      anchor_end bytea,
      quote text,
      comment_count integer not null default 0,
      last_position integer not null default 0,
      created_at timestamptz not null default now(),
      resolved_at timestamptz,
      resolver_kind text,
      resolver_id text,
      unique (tenant_id, id),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'create index comment_thread_document on collab.comment_thread (document_id, id)',
    ...tenantTable('collab.comment_thread'),
    ...audited('collab.comment_thread'),

    `create table collab.comment (
      id text primary key,
      tenant_id text not null,
      thread_id text not null,
      position integer not null,
      author_kind text not null,
      author_id text not null,
      body text not null,
      mentions jsonb not null,
      created_at timestamptz not null default now(),
      edited_at timestamptz,
      deleted_at timestamptz,
      unique (thread_id, position),
      foreign key (tenant_id, thread_id) references collab.comment_thread (tenant_id, id) on delete cascade
    )`,
    ...tenantTable('collab.comment'),
    ...audited('collab.comment'),
  ],
  down: ['collab.comment', 'collab.comment_thread', 'collab.activity', 'collab.activity_head'].map(
    (table) => `drop table ${table}`,
  ),
})
