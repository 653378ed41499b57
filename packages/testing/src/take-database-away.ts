import { Client } from 'pg'
import type { Database } from '@graphmemory/database/database.ts'
import { testDatabaseUrl } from './test-database.ts'

/**
 * Takes a test's database on the server away from everybody who uses it: nobody is let in, everybody may only read, or the
 * tables given take nothing more, as on a full disk, which shows when a transaction is to be committed. It comes back with
 * what the returned function does.
 */
export async function takeDatabaseAway(
  database: Database,
  how: 'gone' | 'read only' | { readonly full: readonly string[] },
): Promise<() => Promise<void>> {
  const name = await nameOf(database)
  if (typeof how === 'object') return fill(name, how.full)
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

/** Has tables of a database take nothing more, as on a full disk. */
async function fill(name: string, tables: readonly string[]): Promise<() => Promise<void>> {
  const inside = (statements: readonly string[]) =>
    asAdmin(async (admin) => void (await admin.query(statements.join('; '))), name)
  await inside([
    `create function public.be_full() returns trigger language plpgsql as $$ begin
      raise exception 'no space left on device' using errcode = '53100'; end $$`,
    ...tables.map(
      (table) => `create constraint trigger full_disk after insert or update on ${table} deferrable initially deferred
        for each row execute function public.be_full()`,
    ),
  ])
  return () => inside(['drop function public.be_full() cascade'])
}

/** Changes a database; with `endsAll` for those who are connected, too. */
function administer(name: string, change: string, endsAll: boolean): Promise<void> {
  return asAdmin(async (admin) => {
    await admin.query(`alter database ${admin.escapeIdentifier(name)} ${change}`)
    if (endsAll) await admin.query(endAll, [name])
  })
}

async function asAdmin(work: (admin: Client) => Promise<unknown>, name?: string): Promise<void> {
  const url = new URL(testDatabaseUrl ?? '')
  if (name !== undefined) url.pathname = name
  const admin = new Client({ connectionString: url.href })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
