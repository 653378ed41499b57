import { AsyncLocalStorage } from 'node:async_hooks'
import type { SqlEntityManager } from '@mikro-orm/sql'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { withChildSpan } from '@graphmemory/telemetry/with-span.ts'
import { actorOf, tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import { assertPrepared } from './assert-prepared.ts'
import type { Connection } from './connection.ts'
import type { DatabaseModule } from './module.ts'
import { observeDatabase } from './observe-database.ts'
import { openOrm } from './open-orm.ts'
import { isLostConnection, translateOutage } from './translate-outage.ts'

/** MikroORM's entity manager inside one transaction of one door. */
export type Em = SqlEntityManager

export type Work<T> = (em: Em) => Promise<T>

/**
 * The only ways to the data. Each runs `work` in one transaction, commits when it resolves and rolls back when it throws;
 * the rows it can see and write are confined by the database itself. A door inside a door is an error: pass `em` on.
 * Throws `UNAVAILABLE` where the database is away.
 */
export type Database = {
  /** What the caller may touch: the rows of the tenant of his token. */
  withTenant<T>(identity: Identity, work: Work<T>): Promise<T>
  /** Background work for one tenant. */
  withTenantId<T>(tenantId: string, work: Work<T>): Promise<T>
  /**
   * The same for what a function made by `confinedFunction` does: one statement is the whole transaction, in one round
   * trip, where `withTenantId` takes three beside those of its work. For what is done many times a second.
   */
  callWithTenantId<Row extends object>(
    tenantId: string,
    name: `${string}.${string}`,
    parameters: readonly unknown[],
  ): Promise<Row[]>
  /** A door across tenants: the role, made by a migration, says what it may do. `userId` is what its policies may compare with. */
  withRole<T>(
    role: `gm_${string}`,
    work: Work<T>,
    settings?: { readonly tenantId?: string; readonly userId?: string },
  ): Promise<T>
  /** Whether the database answers. */
  isHealthy(): Promise<boolean>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens the database for these modules; `metrics` tell of it where they are given. Throws `DatabaseNotReadyError` where a
 * server does not answer or lacks a part of their schema.
 */
export async function openDatabase(
  connection: Connection,
  modules: readonly DatabaseModule[],
  metrics?: Metrics,
): Promise<Database> {
  const observer = metrics && observeDatabase(metrics)
  const orm = await openOrm(connection, modules, observer && { observer })
  if (connection.kind === 'server') {
    await assertPrepared(orm, modules).catch(async (error: unknown) => {
      await orm.close()
      throw error
    })
  }
  const inside = new AsyncLocalStorage<string>()
  const poolSize = connection.kind === 'server' ? connection.poolSize : 0

  const through = async <T>(role: string, transact: () => Promise<T>): Promise<T> => {
    const outer = inside.getStore()
    if (outer !== undefined) throw new Error(`a database door (${role}) was opened inside another (${outer})`)
    const end = observer?.door(role)
    try {
      const result = await withChildSpan('database.transaction', { role }, transact)
      end?.('ok')
      return result
    } catch (error) {
      end?.('error')
      throw translateOutage(error)
    }
  }

  const run = <T>(role: string, { tenantId, userId, viewer }: Confinement, work: Work<T>): Promise<T> =>
    through(role, () => {
      const em = orm.em.fork({
        session: {
          variables: { role, 'app.tenant_id': tenantId, 'app.user_id': userId, 'app.viewer': viewer },
        },
      })
      return inside.run(role, () => inTransaction(em, work, poolSize))
    })

  return {
    withTenant: (identity, work) => {
      const confinement = { tenantId: tenantOf(identity), userId: userIdOf(identity), viewer: viewerOf(identity) }
      return run('gm_app', confinement, work)
    },
    withTenantId: (tenantId, work) => run('gm_app', { tenantId, userId: '', viewer: '*' }, work),
    callWithTenantId: <Row extends object>(tenantId: string, name: string, parameters: readonly unknown[]) =>
      through('gm_app', async () => {
        const places = [tenantId, ...parameters].map((_, index) => `$${index + 1}`)
        const query = `select * from ${name}(${places.join(', ')})`
        const fromMs = performance.now()
        const rows = await orm.query<Row>(query, [tenantId, ...parameters])
        observer?.logger.logQuery({ query, took: performance.now() - fromMs })
        return rows
      }),
    withRole: (role, work, { tenantId = '', userId = '' } = {}) => run(role, { tenantId, userId, viewer: '' }, work),
    isHealthy: () =>
      run('gm_app', { tenantId: '', userId: '', viewer: '' }, (em) => em.execute('select 1')).then(
        () => true,
        () => false,
      ),
    [Symbol.asyncDispose]: async () => {
      await orm.close()
      if (connection.kind === 'embedded') await connection.pglite.close()
    },
  }
}

/**
 * One transaction. A pool learns that a connection was ended only after the server has ended it, and may hand it out in
 * between: where the transaction could not even begin on it, nothing was done, and it begins on another, at most
 * `spare` times.
 */
async function inTransaction<T>(em: Em, work: Work<T>, spare: number): Promise<T> {
  let begun = false
  try {
    return await em.transactional((transaction) => {
      begun = true
      return work(transaction)
    })
  } catch (error) {
    if (begun || spare === 0 || !isLostConnection(error)) throw error
    return inTransaction(em, work, spare - 1)
  }
}

/** What a transaction is confined to; empty texts stand for nothing. */
type Confinement = { readonly tenantId: string; readonly userId: string; readonly viewer: string }

/** As `currentViewer` in tenant-table.ts has it. */
function viewerOf(identity: Identity): string {
  return can(identity, 'manage', 'memory') ? '*' : (actorOf(identity).id ?? '')
}

function userIdOf(identity: Identity): string {
  switch (identity.kind) {
    case 'user':
      return identity.userId
    case 'service':
      return identity.onBehalfOf ?? ''
    case 'anonymous':
    case 'apiKey':
      return ''
  }
}
