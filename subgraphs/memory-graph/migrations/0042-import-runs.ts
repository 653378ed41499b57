import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/** How far imports are. Each batch of one is audited by itself; this is only what is told of them, and for some days. */
export const importRunsMigration = defineMigration({
  name: '0042-import-runs',
  up: [
    `create table graph.import_run (
      tenant_id text not null,
      id text not null,
      actor_kind text not null,
      actor_id text not null,
      started_at timestamptz not null,
      seen_at timestamptz not null,
      status text not null,
      problem text,
      lines integer not null,
      created integer not null,
      updated integer not null,
      unchanged integer not null,
      failed integer not null,
      errors jsonb not null,
      primary key (tenant_id, id)
    )`,
    ...tenantTable('graph.import_run'),
  ],
  down: ['drop table graph.import_run'],
})
