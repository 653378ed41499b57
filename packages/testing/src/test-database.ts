import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openDatabase, type Database } from '@graphmemory/database/database.ts'
import { baseModule } from '@graphmemory/database/base-module.ts'
import type { Connection } from '@graphmemory/database/connection.ts'
import { migrate } from '@graphmemory/database/migrate.ts'
import type { DatabaseModule } from '@graphmemory/database/module.ts'
import { openEmbedded } from '@graphmemory/database/open-embedded.ts'

/** The PostgreSQL server on which suites run beside the embedded one: a superuser's URL. */
export const testDatabaseUrl = process.env['TEST_DATABASE_URL']

const serviceLogin = 'gm_test'

/**
 * A throw-away database with these modules' tables: embedded, or on the server of `TEST_DATABASE_URL`, where it is
 * reached through a login that owns nothing. Migrated once for each state of the migrations and copied from there.
 */
export async function testDatabase(modules: readonly DatabaseModule[]): Promise<Database> {
  return openDatabase(await testConnection(modules), modules)
}

/** The connection to such a database, for those who open it themselves, or more than once. */
export function testConnection(modules: readonly DatabaseModule[]): Promise<Connection> {
  return testDatabaseUrl === undefined ? embedded(modules) : onServer(testDatabaseUrl, modules)
}

const stateOf = (modules: readonly DatabaseModule[]) =>
  createHash('sha256')
    .update(JSON.stringify([baseModule, ...modules].map(({ name, migrations }) => [name, migrations])))
    .digest('hex')
    .slice(0, 16)

async function embedded(modules: readonly DatabaseModule[]): Promise<Connection> {
  const folder = join(tmpdir(), 'graphmemory-test-dumps')
  const file = join(folder, `${stateOf(modules)}.tar`)
  const dump = await readFile(file).catch(() => null)
  if (dump !== null) return serving(await openEmbedded({ dump: new Blob([dump]) }))
  const pglite = await openEmbedded({})
  await migrate({ kind: 'embedded', pglite }, modules)
  await mkdir(folder, { recursive: true })
  // Written aside and renamed: another process never reads half of it.
  const unfinished = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(unfinished, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await rename(unfinished, file)
  return serving(pglite)
}

async function serving(pglite: Awaited<ReturnType<typeof openEmbedded>>): Promise<Connection> {
  await pglite.exec('set role gm_service')
  return { kind: 'embedded', pglite }
}

async function onServer(adminUrl: string, modules: readonly DatabaseModule[]): Promise<Connection> {
  const template = `gm_template_${stateOf(modules)}`
  const name = `gm_test_${randomBytes(6).toString('hex')}`
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock(4617002)')
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount === 0) {
      const unfinished = `${template}_${randomBytes(4).toString('hex')}`
      await admin.query(`create database ${unfinished}`)
      await migrate({ kind: 'server', url: withDatabase(adminUrl, unfinished), poolSize: 2 }, modules)
      await admin.query(`do $$ begin create role ${serviceLogin} login noinherit password '${serviceLogin}';
        exception when duplicate_object or unique_violation then null; end $$`)
      await admin.query(`grant gm_service to ${serviceLogin}`)
      await admin.query(`alter database ${unfinished} rename to ${template}`)
    }
    await admin.query(`create database ${name} template ${template}`)
  } finally {
    await admin.end()
  }
  const url = new URL(withDatabase(adminUrl, name))
  url.username = serviceLogin
  url.password = serviceLogin
  return { kind: 'server', url: url.href, poolSize: 5 }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
