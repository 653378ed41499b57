import { Client } from 'pg'
import type { Database } from '@graphmemory/database/database.ts'
import { testDatabaseUrl } from './test-database.ts'

/**
 * Takes a test's database on the server away from everybody who uses it: nobody is let in, or everybody may only read. It
 * comes back with what the returned function does.
 */
export async function takeDatabaseAway(database: Database, how: 'gone' | 'read only'): Promise<() => Promise<void>> {
  const name = await nameOf(database)
  const [away, back] = {
    gone: ['connection limit 0', 'connection limit -1'],
    'read only': ['set default_transaction_read_only = on', 'reset default_transaction_read_only'],
  }[how] as [string, string]
  await administer(name, away, true)
  // Where nobody was let in, there is nobody whom the change would pass by.
  return () => administer(name, back, how === 'read only')
}

/** Ends every connection to a test's database on the server; whoever asks again is let in. */
export async function endConnections(database: Database): Promise<void> {
  const name = await nameOf(database)
  await asAdmin((admin) => admin.query(endAll, [name]))
}

const endAll = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1'

async function nameOf(database: Database): Promise<string> {
  const [row] = await database.withTenantId('', (em) =>
    em.execute<{ name: string }[]>('select current_database() as name'),
  )
  return row?.name ?? ''
}

/** Changes a database; with `endsAll` for those who are connected, too. */
function administer(name: string, change: string, endsAll: boolean): Promise<void> {
  return asAdmin(async (admin) => {
    await admin.query(`alter database ${admin.escapeIdentifier(name)} ${change}`)
    if (endsAll) await admin.query(endAll, [name])
  })
}

async function asAdmin(work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: testDatabaseUrl })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
