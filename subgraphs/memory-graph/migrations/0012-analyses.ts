import { audited } from '@graphmemory/audit-outbox/audited.ts'
import { defineMigration } from '@graphmemory/database/module.ts'
import { tenantTable } from '@graphmemory/database/tenant-table.ts'

/** Analyses of a tenant's graph: what was asked is never changed and is audited, how far it is and what came out is kept beside it. */
export const analysesMigration = defineMigration({
  name: '0012-analyses',
  up: [
    `create table graph.analysis (
      tenant_id text not null,
      id text not null,
      kind text not null,
      actor_kind text not null,
      actor_id text not null,
      started_at timestamptz not null,
      primary key (tenant_id, id)
    )`,
    ...tenantTable('graph.analysis', ['select', 'insert']),
    ...audited('graph.analysis'),
    `create table graph.analysis_run (
      tenant_id text not null,
      analysis_id text not null,
      status text not null,
      progress double precision not null,
      seen_at timestamptz not null,
      ended_at timestamptz,
      problem text,
      result jsonb,
      primary key (tenant_id, analysis_id),
      foreign key (tenant_id, analysis_id) references graph.analysis (tenant_id, id)
    )`,
    "create unique index analysis_running on graph.analysis_run (tenant_id) where status = 'RUNNING'",
    ...tenantTable('graph.analysis_run', ['select', 'insert', 'update']),
  ],
  down: ['drop table graph.analysis_run', 'drop table graph.analysis'],
})
