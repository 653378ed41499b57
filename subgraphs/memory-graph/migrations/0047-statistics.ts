import { defineMigration } from '@graphmemory/database/module.ts'

/**
 * What a large import brings is unknown to the planner until PostgreSQL looks by itself, up to a minute later: meanwhile it
 * reads all of a tenant where it should look up a few. Only the owner of tables may have them looked at.
 */
export const statisticsMigration = defineMigration({
  name: '0047-statistics',
  up: [
    `create function graph.refresh_statistics() returns void language plpgsql security definer set search_path = ''
      as $$ begin analyze (skip_locked) graph.memory, graph.relation, graph.operation; end $$`,
    'revoke execute on function graph.refresh_statistics() from public',
    'grant execute on function graph.refresh_statistics() to gm_app',
  ],
  down: ['drop function graph.refresh_statistics()'],
})
