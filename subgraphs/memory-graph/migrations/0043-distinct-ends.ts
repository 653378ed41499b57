import { defineMigration } from '@graphmemory/database/module.ts'

const demandEnds = (missing: string) => `create or replace function graph.demand_ends() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off as $$
    begin
      if exists (${missing}) then
        raise foreign_key_violation using message = 'a relation needs both its memories';
      end if;
      return null;
    end
  $$`
const isNoMemory = (id: string) => `not exists (
  select from graph.memory where memory.tenant_id = changed.tenant_id and memory.id = changed.${id}
)`

/**
 * Relations that are written together share ends: each is looked up once, by its key. Asked for its value rather than whether
 * it exists, since the planner would join that, and read all of a tenant's memories for each.
 */
export const distinctEndsMigration = defineMigration({
  name: '0043-distinct-ends',
  up: [
    demandEnds(`
      select from (
        select tenant_id, from_id as id from changed union select tenant_id, to_id from changed
      ) as named
      where (
        select memory.id from graph.memory where memory.tenant_id = named.tenant_id and memory.id = named.id
      ) is null`),
  ],
  down: [demandEnds(`select from changed where ${isNoMemory('from_id')} or ${isNoMemory('to_id')}`)],
})
