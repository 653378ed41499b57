import { defineMigration } from '@graphmemory/database/module.ts'
import { currentTenant, doorRole } from '@graphmemory/database/tenant-table.ts'
import { auditEventTypes, auditOutcomes } from './audit-record.ts'

const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')

/**
 * The outbox, and the two functions behind `audited`.
 *
 * Every door may add records and none may choose their transaction id, time or position. Doors other than `gm_app`
 * are not confined to a tenant. Only the sequencer, whose role its own module makes, reads them and takes them away.
 */
export const outboxMigration = defineMigration({
  name: '0001-outbox',
  up: [
    'create schema audit',
    'grant usage on schema audit to public',
    `create table audit.outbox (
      position bigint generated always as identity primary key,
      id text not null,
      tenant_id text not null,
      xact xid8 not null default pg_current_xact_id(),
      recorded_at timestamptz(3) not null default clock_timestamp(),
      event jsonb not null,
      subject text not null,
      personal jsonb,
      constraint outbox_event check ((
        event->>'type' in (${quoted(auditEventTypes)})
        and event->>'outcome' in (${quoted(auditOutcomes)})
        and event->'actor'->>'kind' in ('user', 'apiKey', 'service', 'anonymous')
        and event->>'action' is not null
      ) is true)
    )`,
    'create index outbox_xact on audit.outbox (xact)',
    'create index outbox_tenant on audit.outbox (tenant_id, position)',
    'alter table audit.outbox enable row level security',
    'alter table audit.outbox force row level security',
    `create policy outbox_insert on audit.outbox for insert to public
      with check (current_user <> 'gm_app' or tenant_id = ${currentTenant})`,
    // The functions below run as the owner, whom forced row-level security would blind as well.
    'create policy outbox_owner on audit.outbox for select to current_user using (true)',
    'grant insert (id, tenant_id, event, subject, personal) on audit.outbox to public',
    // The queue may grow while plans that were made for an empty one are still cached: always by the index.
    `create function audit.is_recorded() returns boolean
      language plpgsql stable security definer set search_path = '' set enable_seqscan = off
      as $$ begin
        return exists (select from audit.outbox where xact = pg_catalog.pg_current_xact_id());
      end $$`,
    `create function audit.demand_record() returns trigger
      language plpgsql security definer set search_path = '' set enable_seqscan = off
      as $$ begin
        if not exists (select from audit.outbox where xact = pg_catalog.pg_current_xact_id()) then
          raise exception '% of %.% without an audit record', lower(tg_op), tg_table_schema, tg_table_name
            using errcode = 'integrity_constraint_violation';
        end if;
        return null;
      end $$`,
    ...doorRole('gm_audit_recorder'),
  ],
  down: [
    'drop function audit.demand_record() cascade',
    'drop function audit.is_recorded() cascade',
    'drop table audit.outbox',
    'drop schema audit',
  ],
})
