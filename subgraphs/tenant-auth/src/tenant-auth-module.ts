import type { DatabaseModule } from '@graphmemory/database/module.ts'
import { authMigration } from '../migrations/0001-auth.ts'
import { membershipChangesMigration } from '../migrations/0002-membership-changes.ts'
import { entities } from './entities.ts'

/** What tenant-auth keeps, in the schema `auth`. It comes after the audit outbox. */
export const tenantAuthModule: DatabaseModule = {
  name: 'tenant-auth',
  entities,
  migrations: [authMigration, membershipChangesMigration],
}
