import type { Connection } from '@graphmemory/database/connection.ts'
import { grantLogin } from '@graphmemory/database/grant-login.ts'
import { migrate } from '@graphmemory/database/migrate.ts'
import { openEmbedded } from '@graphmemory/database/open-embedded.ts'
import type { ProcessConfig } from '@graphmemory/service/process-config.ts'
import type { Env } from '@graphmemory/service/read-config.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'
import type { DataFolder } from './data-folder.ts'
import { allModules } from './parts.ts'

/**
 * The database of a standalone start, with the newest schema: PGlite in the data folder, or the PostgreSQL server of
 * `DATABASE_URL`, which is migrated here where `DATABASE_OWNER_URL` is given too.
 */
export async function openConnection(config: ProcessConfig, folder: DataFolder, env: Env): Promise<Connection> {
  if (config.databaseUrl !== undefined) {
    const ownerUrl = env['DATABASE_OWNER_URL']
    if (ownerUrl !== undefined) {
      const owner = { kind: 'server', url: ownerUrl, poolSize: 2 } as const
      await migrate(owner, allModules)
      await grantLogin(owner, config.databaseUrl)
    }
    return { kind: 'server', url: config.databaseUrl, poolSize: config.databasePool }
  }
  if (config.environment === 'production') {
    throw new ExitError(
      'Production needs PostgreSQL: set DATABASE_URL (the embedded database is for one process on one machine).',
    )
  }
  const pglite = await openEmbedded({ folder: folder.postgres }).catch((error: unknown) => {
    throw new ExitError(`The embedded database in ${folder.postgres} cannot be opened.`, { cause: error })
  })
  const connection = { kind: 'embedded', pglite } as const
  await migrate(connection, allModules)
  await pglite.exec('set role gm_service') // from here on, what no door permits is refused
  return connection
}
