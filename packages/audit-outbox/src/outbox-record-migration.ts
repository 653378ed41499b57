import { defineMigration } from '@graphmemory/database/module.ts'

/** Writes many records at once: a function, so that other functions write theirs in the same way, and its plan is kept. */
export const outboxRecordMigration = defineMigration({
  name: '0003-outbox-record',
  up: [
    `create function audit.record(records json) returns void language plpgsql as $$ begin
      insert into audit.outbox (id, tenant_id, event, subject, personal, trace)
      select r.id, r.tenant_id, r.event, r.subject, r.personal, r.trace from json_to_recordset(records)
        as r(id text, tenant_id text, event jsonb, subject text, personal jsonb, trace text);
    end $$`,
  ],
  down: ['drop function audit.record(json)'],
})
