import type { MigrationsOptions } from '@mikro-orm/core'
import type { Migrator } from '@mikro-orm/migrations'
import type { SqlEntityManager } from '@mikro-orm/sql'
import type { Connection } from './connection.ts'
import type { DatabaseModule } from './module.ts'
import type { DatabaseObserver } from './observe-database.ts'

/** The part of MikroORM that the doors use, whichever driver is behind it. */
export type Orm = {
  readonly em: SqlEntityManager
  /** One statement that is a transaction of its own, its parameters apart from its text. */
  query<Row extends object>(sql: string, parameters: readonly unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** Opens MikroORM for these modules. `options` are added to what every instance of ours has. */
export async function openOrm(
  connection: Connection,
  modules: readonly DatabaseModule[],
  options: {
    readonly extensions?: (typeof Migrator)[]
    readonly migrations?: MigrationsOptions
    readonly observer?: DatabaseObserver
  } = {},
): Promise<Orm> {
  const { observer, ...rest } = options
  const common = {
    entities: modules.flatMap(({ entities }) => [...entities]),
    discovery: { warnWhenNoEntities: false },
    // Every access goes through a door, which forks: the global context stays unusable.
    allowGlobalContext: false,
    logger: (): void => undefined,
    ...(observer !== undefined && { loggerFactory: () => observer.logger }),
    ...rest,
  }
  const orm: unknown = await init(connection, common, observer?.pool)
  return orm as Orm // both drivers' entity managers are SQL ones, which the type of `init` does not tell
}

async function init(
  connection: Connection,
  common: object,
  onPoolCreated: DatabaseObserver['pool'] = () => undefined,
): Promise<object> {
  switch (connection.kind) {
    case 'embedded': {
      const { MikroORM } = await import('@mikro-orm/pglite')
      const { pglite } = connection
      const orm = await MikroORM.init({ ...common, dbName: 'postgres', driverOptions: { pglite } })
      // There is one connection: outside of a transaction a statement would get into somebody else's.
      const query: Orm['query'] = async <Row extends object>(sql: string, parameters: readonly unknown[]) =>
        (await pglite.transaction((transaction) => transaction.query<Row>(sql, [...parameters]))).rows
      return Object.assign(orm, { query })
    }
    case 'server': {
      const { MikroORM } = await import('@mikro-orm/postgresql')
      const orm = await MikroORM.init({
        ...common,
        clientUrl: connection.url,
        pool: { min: 0, max: connection.poolSize, idleTimeoutMillis: 30_000 },
        driverOptions: {
          connectionTimeoutMillis: 5_000,
          statement_timeout: 30_000,
          idle_in_transaction_session_timeout: 30_000,
          // Compiling a statement took longer than ours ever run: a third of an import, nine tenths of reading a graph's rows.
          options: '-c jit=off',
          onPoolCreated,
        },
      })
      const query: Orm['query'] = async <Row extends object>(sql: string, parameters: readonly unknown[]) => {
        const pool = await orm.em.getConnection().getNativeClient()
        return (await pool.query<Row>(sql, [...parameters])).rows
      }
      return Object.assign(orm, { query })
    }
  }
}
