import { defineMigration } from '@graphmemory/database/module.ts'
import { crossTenantPolicy, doorRole } from '@graphmemory/database/tenant-table.ts'

/** Who became a member or is none any more, over all tenants, for the parts in which grants end with memberships. */
export const membershipChangesMigration = defineMigration({
  name: '0002-membership-changes',
  up: [
    'create index membership_changed on auth.membership (greatest(created_at, ended_at))',
    ...doorRole('gm_auth_memberships'),
    'grant usage on schema auth to gm_auth_memberships',
    'grant select (id, tenant_id, user_id, created_at, ended_at) on auth.membership to gm_auth_memberships',
    crossTenantPolicy('auth.membership', 'gm_auth_memberships'),
  ],
  down: [
    'drop policy auth_membership_gm_auth_memberships on auth.membership',
    'revoke select (id, tenant_id, user_id, created_at, ended_at) on auth.membership from gm_auth_memberships',
    'revoke usage on schema auth from gm_auth_memberships',
    'drop index auth.membership_changed',
  ],
})
