import { defineMigration } from '@graphmemory/database/module.ts'

/** Up to which moment changes of memberships have been dealt with: grants end with them. */
export const membershipCursorMigration = defineMigration({
  name: '0042-membership-cursor',
  up: [
    'create table collab.membership_cursor (id integer primary key, at timestamptz not null)',
    "insert into collab.membership_cursor values (1, '2000-01-01Z')",
    'grant select, update on collab.membership_cursor to gm_collaboration',
  ],
  down: ['drop table collab.membership_cursor'],
})
