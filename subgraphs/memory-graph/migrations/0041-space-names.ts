import { defineMigration } from '@graphmemory/database/module.ts'

/** Under which name another system knows a space: importing it again is the same space. */
export const spaceNamesMigration = defineMigration({
  name: '0041-space-names',
  up: [
    'alter table graph.space add column external_id text',
    'create unique index space_external on graph.space (tenant_id, external_id) where external_id is not null',
  ],
  down: ['alter table graph.space drop column external_id'],
})
