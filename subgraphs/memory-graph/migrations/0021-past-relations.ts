import { defineMigration } from '@graphmemory/database/module.ts'

/** What was around a memory once includes relations that are deleted since: the indexes by their ends hold those too. */
export const pastRelationsMigration = defineMigration({
  name: '0021-past-relations',
  up: [
    'drop index graph.relation_from',
    'drop index graph.relation_to',
    'create index relation_from on graph.relation (tenant_id, from_id, id)',
    'create index relation_to on graph.relation (tenant_id, to_id, id)',
  ],
  down: [
    'drop index graph.relation_from',
    'drop index graph.relation_to',
    'create index relation_from on graph.relation (tenant_id, from_id, id) where deleted_at is null',
    'create index relation_to on graph.relation (tenant_id, to_id, id) where deleted_at is null',
  ],
})
