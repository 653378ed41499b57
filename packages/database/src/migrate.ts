import type { MikroORM } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { baseModule } from './base-module.ts'
import type { Connection } from './connection.ts'
import { toMikroOrm, type DatabaseModule } from './module.ts'
import { openOrm, type Orm } from './open-orm.ts'

/** Any number; the same for everyone who migrates this database. */
const advisoryLock = 4_617_001

/**
 * Brings the database to the newest schema of these modules, the roles first and then in the order given. Several
 * processes may do it at once: one works, the others wait and find it done. `connection` must be the owner's.
 */
export function migrate(connection: Connection, modules: readonly DatabaseModule[]): Promise<void> {
  return locked(connection, async () => {
    for (const module of [baseModule, ...modules]) {
      await withMigrator(connection, module, async (migrator, orm) => {
        await migrator.up()
        // Whoever starts a process must be able to see whether the schema is the one that it needs.
        await orm.query(`grant select on ${migrationTable(module)} to public`, [])
      })
    }
  })
}

/** Takes all of these modules' tables away again, the last first. */
export function revert(connection: Connection, modules: readonly DatabaseModule[]): Promise<void> {
  return locked(connection, async () => {
    for (const module of [baseModule, ...modules].toReversed()) {
      await withMigrator(connection, module, (migrator) => migrator.down({ to: 0 }))
    }
  })
}

/** The names, as `module/step`, that `migrate` would apply. */
export async function pendingMigrations(connection: Connection, modules: readonly DatabaseModule[]): Promise<string[]> {
  const pending: string[] = []
  for (const module of [baseModule, ...modules]) {
    const steps = await withMigrator(connection, module, (migrator) => migrator.getPending())
    pending.push(...steps.map(({ name }) => `${module.name}/${name}`))
  }
  return pending
}

/** Where it is noted which steps of a module have been taken. */
export const migrationTable = ({ name }: DatabaseModule): string => `migration_${name.replaceAll('-', '_')}`

async function withMigrator<T>(
  connection: Connection,
  module: DatabaseModule,
  work: (migrator: Migrator, orm: Orm) => Promise<T>,
): Promise<T> {
  const orm = await openOrm(connection, [], {
    extensions: [Migrator],
    migrations: {
      tableName: migrationTable(module),
      migrationsList: module.migrations.map(toMikroOrm),
      snapshot: false,
      transactional: true,
      allOrNothing: true,
      silent: true,
      disableForeignKeys: false,
    },
  })
  try {
    return await work((orm as unknown as MikroORM).migrator as unknown as Migrator, orm)
  } finally {
    await orm.close()
  }
}

async function locked(connection: Connection, work: () => Promise<void>): Promise<void> {
  if (connection.kind === 'embedded') return work() // one process has it alone
  const orm: Orm = await openOrm(connection, [])
  try {
    await orm.em.fork().transactional(async (em) => {
      await em.execute('select pg_advisory_xact_lock(?)', [advisoryLock])
      await em.execute('set local idle_in_transaction_session_timeout = 0')
      await work()
    })
  } finally {
    await orm.close()
  }
}
