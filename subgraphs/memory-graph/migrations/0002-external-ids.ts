import { defineMigration } from '@graphmemory/database/module.ts'

/** Under which name another system knows a row: importing it again is the same row. */
export const externalIdsMigration = defineMigration({
  name: '0002-external-ids',
  up: ['memory', 'relation'].flatMap((table) => [
    `alter table graph.${table} add column external_id text`,
    `create unique index ${table}_external on graph.${table} (tenant_id, external_id) where external_id is not null`,
  ]),
  down: ['memory', 'relation'].map((table) => `alter table graph.${table} drop column external_id`),
})
