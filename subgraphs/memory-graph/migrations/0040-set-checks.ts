import { defineMigration } from '@graphmemory/database/module.ts'

const events = ['insert', 'update'] as const

/**
 * What foreign keys asked of relations a row at a time, with a lock of each end, is asked once a statement: that both ends
 * are memories of the same tenant. Memories are never taken out of their table, and no role of ours may, so there is nothing to
 * lock. The log's own reference to its head goes without a check: the statement that appends to the log moves its head.
 */
export const setChecksMigration = defineMigration({
  name: '0040-set-checks',
  up: [
    'alter table graph.relation drop constraint relation_tenant_id_from_id_fkey',
    'alter table graph.relation drop constraint relation_tenant_id_to_id_fkey',
    'alter table graph.operation drop constraint operation_tenant_id_fkey',
    // Each end is looked up by its key: the planner would rather read the whole table of memories.
    `create function graph.demand_ends() returns trigger language plpgsql set enable_hashjoin = off set enable_mergejoin = off as $$
      begin
        if exists (
          select from changed where not exists (
            select from graph.memory where memory.tenant_id = changed.tenant_id and memory.id = changed.from_id
          ) or not exists (
            select from graph.memory where memory.tenant_id = changed.tenant_id and memory.id = changed.to_id
          )
        ) then
          raise foreign_key_violation using message = 'a relation needs both its memories';
        end if;
        return null;
      end
    $$`,
    ...events.map(
      (event) => `create trigger ends_on_${event} after ${event} on graph.relation referencing new table as changed
        for each statement execute function graph.demand_ends()`,
    ),
  ],
  down: [
    ...events.map((event) => `drop trigger ends_on_${event} on graph.relation`),
    'drop function graph.demand_ends()',
    'alter table graph.operation add foreign key (tenant_id) references graph.head',
    'alter table graph.relation add foreign key (tenant_id, to_id) references graph.memory (tenant_id, id)',
    'alter table graph.relation add foreign key (tenant_id, from_id) references graph.memory (tenant_id, id)',
  ],
})
