import { defineMigration } from '@graphmemory/database/module.ts'
import { crossTenantPolicy } from '@graphmemory/database/tenant-table.ts'

/** A row that is written to find out whether writes are committed; and which tenants are read-only, for who tells editors. */
export const writeProbeMigration = defineMigration({
  name: '0040-write-probe',
  up: [
    'create table collab.write_probe (id integer primary key, at timestamptz not null default now())',
    'insert into collab.write_probe (id) values (1)',
    'grant select, update on collab.write_probe to gm_collaboration',
    'grant select on audit.read_only_tenant to gm_collaboration',
    crossTenantPolicy('audit.read_only_tenant', 'gm_collaboration'),
  ],
  down: [
    'drop policy audit_read_only_tenant_gm_collaboration on audit.read_only_tenant',
    'revoke select on audit.read_only_tenant from gm_collaboration',
    'drop table collab.write_probe',
  ],
})
