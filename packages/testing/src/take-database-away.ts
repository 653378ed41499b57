import { Client } from 'pg'
import type { Database } from '@graphmemory/database/database.ts'
import { testDatabaseUrl } from './test-database.ts'

/**
 * Takes a test's database on the server away from everybody who uses it: nobody is let in, or everybody may only read. It
 * comes back with what the returned function does.
 */
export async function takeDatabaseAway(database: Database, how: 'gone' | 'read only'): Promise<() => Promise<void>> {
  const [row] = await database.withTenantId('', (em) =>
    em.execute<{ name: string }[]>('select current_database() as name'),
  )
  const name = row?.name ?? ''
  const [away, back] = {
    gone: ['connection limit 0', 'connection limit -1'],
    'read only': ['set default_transaction_read_only = on', 'reset default_transaction_read_only'],
  }[how] as [string, string]
  await administer(name, away, true)
  // Where nobody was let in, there is nobody whom the change would pass by.
  return () => administer(name, back, how === 'read only')
}

/** Changes a database; with `endsAll` for those who are connected, too. */
async function administer(name: string, change: string, endsAll: boolean): Promise<void> {
  const admin = new Client({ connectionString: testDatabaseUrl })
  await admin.connect()
  try {
    await admin.query(`alter database ${admin.escapeIdentifier(name)} ${change}`)
    if (endsAll) await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  } finally {
    await admin.end()
  }
}
