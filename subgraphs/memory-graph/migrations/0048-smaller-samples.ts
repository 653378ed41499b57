import { defineMigration } from '@graphmemory/database/module.ts'

/**
 * How much a large import brought, and how it is spread, is seen in a third of the rows that PostgreSQL would look at: it reads
 * and sorts every column of them, JSON too. By itself it looks at more, later.
 */
export const smallerSamplesMigration = defineMigration({
  name: '0048-smaller-samples',
  up: ['alter function graph.refresh_statistics() set default_statistics_target = 30'],
  down: ['alter function graph.refresh_statistics() reset default_statistics_target'],
})
