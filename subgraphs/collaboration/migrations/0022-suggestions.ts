import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/**
 * Proposed edits: forks of a document, each kept as the hunks that tell it from its base. A hunk is a Yjs update of its
 * own, under a Yjs client id of its own, made once from the base: whoever applies it, how often, at once on two nodes, the
 * document holds it once.
 */
export const suggestionsMigration = defineMigration({
  name: '0022-suggestions',
  up: [
    `create table collab.suggestion (
      id text primary key,
      tenant_id text not null,
      document_id text not null,
      epoch integer not null,
      base_seq integer not null,
      author_kind text not null,
      author_id text not null,
      -- In whose name accepted hunks stand in the log.
      session_id text not null references collab.session (id),
      note text,
      status text not null default 'OPEN',
      created_at timestamptz not null default now(),
      closed_at timestamptz,
      unique (tenant_id, id),
      foreign key (tenant_id, document_id) references collab.document (tenant_id, id)
    )`,
    'create index suggestion_document on collab.suggestion (document_id, id)',
    ...tenantTable('collab.suggestion', ['select', 'insert', 'update']),
    ...audited('collab.suggestion'),

    `create table collab.suggestion_hunk (
      tenant_id text not null,
      suggestion_id text not null,
      index integer not null,
      "at" integer not null,
      removed text not null,
      inserted text not null,
      -- Yjs relative positions: around what is taken out, or the neighbours of what is put in.
      range_start bytea not null,
      range_end bytea not null,
      yjs_client_id bigint not null,
      payload bytea not null,
      status text not null default 'PENDING',
      reviewer_kind text,
      reviewer_id text,
      decided_at timestamptz,
      seq integer,
      primary key (suggestion_id, index),
      foreign key (tenant_id, suggestion_id) references collab.suggestion (tenant_id, id)
    )`,
    ...tenantTable('collab.suggestion_hunk', ['select', 'insert', 'update']),
    ...audited('collab.suggestion_hunk'),

    'alter table collab.activity add column suggestion_id text',
  ],
  down: [
    'alter table collab.activity drop column suggestion_id',
    'drop table collab.suggestion_hunk',
    'drop table collab.suggestion',
  ],
})
