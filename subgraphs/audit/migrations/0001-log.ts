import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { crossTenantPolicy, currentTenant, doorRole } from '@graphmemory/database/tenant-table.ts'

const sequencer = 'gm_audit_sequencer'
const tenantDoor = 'gm_audit_tenant'

/** A table of the log: the sequencer writes it across tenants, the tenant's door sees its own tenant's rows. */
const logTable = (table: string) => [
  `alter table audit.${table} enable row level security`,
  `alter table audit.${table} force row level security`,
  `grant select on audit.${table} to ${sequencer}, ${tenantDoor}`,
  crossTenantPolicy(`audit.${table}`, sequencer),
  `create policy ${table}_tenant on audit.${table} to ${tenantDoor} using (tenant_id = ${currentTenant})`,
]

/**
 * The sealed logs. Nobody may change or remove a leaf, a node or a checkpoint: the sequencer may only add, and move a
 * log's head. The one thing that can be taken away is the key of a subject.
 */
export const logMigration = defineMigration({
  name: '0001-log',
  up: [
    ...doorRole(sequencer),
    ...doorRole(tenantDoor),

    `create table audit.signing_key (
      id text primary key,
      public_key bytea not null,
      private_key_sealed text not null,
      created_at timestamptz(3) not null default clock_timestamp(),
      retired_at timestamptz(3)
    )`,
    'create unique index signing_key_active on audit.signing_key ((true)) where retired_at is null',
    `grant select, insert, update (retired_at, private_key_sealed) on audit.signing_key to ${sequencer}`,
    `grant select (id, public_key, created_at, retired_at) on audit.signing_key to ${tenantDoor}`,

    `create table audit.log (
      tenant_id text primary key,
      origin text not null unique,
      size bigint not null default 0,
      erasures bigint not null default 0
    )`,
    ...logTable('log'),
    `grant insert, update (size) on audit.log to ${sequencer}`,
    `grant update (erasures) on audit.log to ${tenantDoor}`,

    `create table audit.leaf (
      tenant_id text not null,
      index bigint not null,
      event_id text not null,
      recorded_at timestamptz(3) not null,
      type text not null,
      action text not null,
      outcome text not null,
      actor_id text,
      resource_type text,
      resource_id text,
      tags text[] not null,
      bytes bytea not null,
      primary key (tenant_id, index)
    )`,
    'create index leaf_event on audit.leaf (tenant_id, event_id)',
    'create index leaf_time on audit.leaf (tenant_id, recorded_at, event_id)',
    'create index leaf_actor on audit.leaf (tenant_id, actor_id, recorded_at, event_id)',
    'create index leaf_resource on audit.leaf (tenant_id, resource_id, recorded_at, event_id) where resource_id is not null',
    'create index leaf_action on audit.leaf (tenant_id, action, recorded_at, event_id)',
    ...logTable('leaf'),
    `grant insert on audit.leaf to ${sequencer}`,

    `create table audit.node (
      tenant_id text not null,
      level smallint not null,
      index bigint not null,
      hash bytea not null,
      primary key (tenant_id, level, index)
    )`,
    ...logTable('node'),
    `grant insert on audit.node to ${sequencer}`,

    `create table audit.checkpoint (
      tenant_id text not null references audit.log,
      size bigint not null,
      root_hash bytea not null,
      note text not null,
      signed_at timestamptz(3) not null default clock_timestamp(),
      primary key (tenant_id, size)
    )`,
    ...logTable('checkpoint'),
    `grant insert on audit.checkpoint to ${sequencer}`,

    `create table audit.subject_key (
      id text primary key,
      tenant_id text not null references audit.log,
      subject text not null,
      key_sealed text not null,
      events bigint not null default 0,
      unique (tenant_id, subject)
    )`,
    ...logTable('subject_key'),
    `grant insert, update (events) on audit.subject_key to ${sequencer}`,
    `grant delete on audit.subject_key to ${tenantDoor}`,
    ...audited('audit.subject_key', 'delete'),

    // The queue: the sequencer takes from it, the tenant's door sees its own tenant's and may blank what is personal.
    `grant select, delete on audit.outbox to ${sequencer}`,
    crossTenantPolicy('audit.outbox', sequencer),
    `grant select, update (personal) on audit.outbox to ${tenantDoor}`,
    `create policy outbox_reader on audit.outbox for select to ${tenantDoor} using (tenant_id = ${currentTenant})`,
    `create policy outbox_eraser on audit.outbox for update to ${tenantDoor}
      using (tenant_id = ${currentTenant}) with check (tenant_id = ${currentTenant} and personal is null)`,
  ],
  down: [
    'drop policy outbox_eraser on audit.outbox',
    'drop policy outbox_reader on audit.outbox',
    `drop policy audit_outbox_${sequencer} on audit.outbox`,
    `revoke all on audit.outbox from ${sequencer}, ${tenantDoor}`,
    ...['subject_key', 'checkpoint', 'node', 'leaf', 'log', 'signing_key'].map((table) => `drop table audit.${table}`),
  ],
})
