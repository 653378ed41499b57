import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'
import { audited } from './audited.ts'

/**
 * What a tenant that is read-only still has written down: who reads along, or ends what they held, and what was
 * acknowledged before and is brought into the memory graph behind it.
 */
const permitted = [
  'document.open_session',
  'document.close_session',
  'document.unlock_element',
  'memory.project_document',
]

/**
 * The tenants that are read-only, and the trigger that holds it: no change of what a tenant holds is committed without its
 * record, so that refusing the record refuses every such change, whoever makes it. GM002 is what it raises.
 */
export const outboxReadOnlyMigration = defineMigration({
  name: '0004-read-only',
  up: [
    `create table audit.read_only_tenant (
      tenant_id text primary key,
      reason text not null,
      since timestamptz(3) not null default now()
    )`,
    ...tenantTable('audit.read_only_tenant'),
    ...audited('audit.read_only_tenant'),
    'create policy read_only_owner on audit.read_only_tenant for select to current_user using (true)',
    `create function audit.refuse_while_read_only() returns trigger
      language plpgsql security definer set search_path = ''
      as $$ declare said text; begin
        select reason into said from audit.read_only_tenant where tenant_id = new.tenant_id;
        if found then raise exception 'the tenant is read-only' using errcode = 'GM002', detail = said; end if;
        return new;
      end $$`,
    `create trigger read_only before insert on audit.outbox for each row
      when (new.event->>'type' in ('data_modification', 'collaboration') and new.event->>'outcome' = 'ALLOWED'
        and new.event->>'action' not in (${permitted.map((action) => `'${action}'`).join(', ')}))
      execute function audit.refuse_while_read_only()`,
  ],
  down: [
    'drop trigger read_only on audit.outbox',
    'drop function audit.refuse_while_read_only()',
    'drop table audit.read_only_tenant',
  ],
})
