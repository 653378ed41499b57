import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'

/**
 * Versions in the activity around documents. That one was kept by itself is no caller's doing and stands in no audit log;
 * that one was restored is recorded with the edit that did it, by whose entry it is told once.
 */
export const versionActivityMigration = defineMigration({
  name: '0031-version-activity',
  up: [
    'alter table collab.activity add column version_id text, add column entry_seq integer',
    `create unique index activity_restored on collab.activity (document_id, version_id, entry_seq)
      where kind = 'VERSION_RESTORED'`,
    'drop trigger audited on collab.activity',
    `create constraint trigger audited after insert on collab.activity
      deferrable initially deferred for each row
      when (new.kind not in ('VERSION_KEPT', 'VERSION_RESTORED') and not audit.is_recorded())
      execute function audit.demand_record()`,
  ],
  down: [
    'drop trigger audited on collab.activity',
    ...audited('collab.activity', 'insert'),
    'drop index collab.activity_restored',
    'alter table collab.activity drop column version_id, drop column entry_seq',
  ],
})
