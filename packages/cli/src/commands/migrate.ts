import { z } from 'zod'
import { grantLogin } from '@graphmemory/database/grant-login.ts'
import { migrate, pendingMigrations, revert } from '@graphmemory/database/migrate.ts'
import { readConfig, type Env } from '@graphmemory/service/read-config.ts'
import { allModules } from '../parts.ts'

const shape = z.object({
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
})

/**
 * Brings PostgreSQL to the newest schema as its owner (`DATABASE_OWNER_URL`) and makes the login of the services
 * (`DATABASE_URL`), which owns nothing; or takes every table away.
 */
export async function migrateDatabase(env: Env, direction: 'up' | 'down'): Promise<void> {
  const config = readConfig(shape, env)
  const owner = { kind: 'server', url: config.DATABASE_OWNER_URL, poolSize: 2 } as const
  if (direction === 'down') {
    await revert(owner, allModules)
    process.stdout.write('All tables are gone.\n')
    return
  }
  const pending = await pendingMigrations(owner, allModules)
  await migrate(owner, allModules)
  await grantLogin(owner, config.DATABASE_URL)
  process.stdout.write(
    pending.length === 0 ? 'The schema was current.\n' : `Applied:\n${pending.map((name) => `  ${name}\n`).join('')}`,
  )
}
