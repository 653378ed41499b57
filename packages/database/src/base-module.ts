import { defineMigration, type DatabaseModule } from './module.ts'
import { doorRole } from './tenant-table.ts'

/**
 * The roles that everything else builds on. `gm_service` is what a login is: it may do nothing by itself, and switches
 * to `gm_app` (confined to a tenant) or to the role of a door for one transaction. Roles belong to the whole server, so
 * going back leaves them for other databases.
 */
export const baseModule: DatabaseModule = {
  name: 'base',
  entities: [],
  migrations: [
    defineMigration({
      name: '0001-roles',
      up: [
        `do $$ begin create role gm_service nologin noinherit; exception when duplicate_object or unique_violation then null; end $$`,
        ...doorRole('gm_app'),
      ],
      down: [],
    }),
  ],
}
