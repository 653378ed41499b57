import { defineMigration } from '@graphmemory/database/module.ts'

/**
 * What changes rows that were there is found without reading what made new ones: how much of it a graph lacks is asked at
 * each step of catching up, also while an import writes hundreds of thousands of new rows.
 */
export const changesOfOldMigration = defineMigration({
  name: '0046-changes-of-old',
  up: [
    `create index operation_of_old on graph.operation (tenant_id, seq) where kind not in ('MEMORY_CREATED', 'RELATION_CREATED')`,
  ],
  down: ['drop index graph.operation_of_old'],
})
