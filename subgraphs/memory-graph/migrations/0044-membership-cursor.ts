import { defineMigration } from '@graphmemory/database/module.ts'

/** Up to which moment changes of memberships have been dealt with: grants end with them. */
export const membershipCursorMigration = defineMigration({
  name: '0044-membership-cursor',
  up: [
    'create table graph.membership_cursor (id integer primary key, at timestamptz not null)',
    "insert into graph.membership_cursor values (1, '2000-01-01Z')",
    'grant select, update on graph.membership_cursor to gm_graph_projector',
  ],
  down: ['drop table graph.membership_cursor'],
})
