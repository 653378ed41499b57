import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { openDatabase } from '@graphmemory/database/database.ts'
import { migrate, revert } from '@graphmemory/database/migrate.ts'
import { openEmbedded } from '@graphmemory/database/open-embedded.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { tenantAuth } from './subgraph.ts'
import { startTenantAuth, type Member, type TenantAuth } from './testing/start-tenant-auth.ts'
import { authTables } from './testing/test-door.ts'

let auth: TenantAuth
let ada: Member
let eve: Member
beforeAll(async () => {
  auth = await startTenantAuth()
  ada = await auth.founder('Ada')
  eve = await auth.founder('Eve')
})
afterAll(() => auth[Symbol.asyncDispose]())

/** What a request reads of a table: the columns that it may. */
const columns: Partial<Record<(typeof authTables)[number], string>> = {
  user: 'id',
  email_address: 'user_id',
  tenant: 'id',
  membership: 'tenant_id',
  invitation: 'tenant_id',
  api_key: 'tenant_id',
  session: 'user_id',
}
const secretTables = authTables.filter((table) => !(table in columns))

describe('the tables', () => {
  test('show nothing to a request without a tenant and a person', async () => {
    for (const [table, column] of Object.entries(columns)) {
      const rows = await auth.database.withTenantId('', (em) => em.execute(`select ${column} from auth.${table}`))
      expect(rows).toEqual([])
    }
  })

  test('show nothing of another tenant, nor of its people', async () => {
    for (const [table, column] of Object.entries(columns)) {
      const rows = await auth.database.withTenant(eve.user, (em) =>
        em.execute<{ value: string }[]>(`select ${column} as value from auth.${table}`),
      )
      for (const { value } of rows) expect([eve.tenantId, eve.user.userId]).toContain(value)
    }
  })

  test.each(secretTables)('%s cannot be read by a request at all', async (table) => {
    const reading = auth.database.withTenant(eve.user, (em) => em.execute(`select * from auth.${table}`))
    await expect(reading).rejects.toThrow(/permission denied/)
  })

  test.each(['token_hash', 'secret_hash'])('%s cannot be read by a request', async (column) => {
    const table = column === 'token_hash' ? 'invitation' : 'api_key'
    const reading = auth.database.withTenant(ada.user, (em) => em.execute(`select ${column} from auth.${table}`))
    await expect(reading).rejects.toThrow(/permission denied/)
  })

  test('take no row for another tenant, nor one that refers to another tenant’s', async () => {
    const write = (sql: string, given: unknown[]) =>
      auth.database.withTenant(eve.user, async (em) => {
        await recordAudit(em, eve.user, { type: 'system_event', action: 'test.write' })
        await em.execute(sql, given)
      })
    const member = 'insert into auth.membership (id, tenant_id, user_id, role) values (?, ?, ?, ?)'
    await expect(write(member, ['m1', ada.tenantId, eve.user.userId, 'owner'])).rejects.toThrow(/row-level security/)
    const invitation = `insert into auth.invitation (id, tenant_id, email, role, token_hash, invited_by, expires_at)
      values ('i1', ?, 'x@example.test', 'owner', 'h', ?, now())`
    await expect(write(invitation, [ada.tenantId, eve.user.userId])).rejects.toThrow(/row-level security/)
    await expect(write(invitation, [eve.tenantId, ada.user.userId])).rejects.toThrow(/foreign key/)
    const key = `insert into auth.api_key (id, tenant_id, name, hint, secret_hash, scopes, created_by)
      values ('k1', ?, 'x', 'x', 'h', '{}', ?)`
    await expect(write(key, [eve.tenantId, ada.user.userId])).rejects.toThrow(/foreign key/)
    await write(`update auth.membership set role = 'viewer' where tenant_id = ?`, [ada.tenantId])
    expect((await auth.signIn(ada.email)).user.role).toBe('owner')
  })

  test('lose no tenant’s last owner, whatever statement is run', async () => {
    for (const change of [`role = 'admin'`, 'ended_at = now()']) {
      const writing = auth.database.withTenant(ada.user, async (em) => {
        await recordAudit(em, ada.user, { type: 'system_event', action: 'test.write' })
        await em.execute(`update auth.membership set ${change} where tenant_id = ?`, [ada.tenantId])
      })
      await expect(writing).rejects.toThrow(/no owner/)
    }
  })

  test('take no change without an audit record', async () => {
    const writing = auth.database.withTenant(ada.user, (em) =>
      em.execute(`update auth.tenant set name = 'changed' where id = ?`, [ada.tenantId]),
    )
    await expect(writing).rejects.toThrow(/without an audit record/)
  })

  test('never mix what forty parallel requests of two tenants see', async () => {
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const member = i % 2 === 0 ? ada : eve
        const { viewer } = await auth.must(
          member.user,
          '{ viewer { tenant { slug members { nodes { user { name } } } } } }',
        )
        expect(viewer).toEqual({ tenant: { slug: member.slug, members: { nodes: [{ user: { name: member.name } }] } } })
      }),
    )
  })
})

test('each door across tenants may do its own work and no other’s', async () => {
  const tryTo = (role: `gm_${string}`, sql: string) => auth.database.withRole(role, (em) => em.execute(sql))
  for (const [role, sql] of [
    ['gm_auth_login', 'select * from auth.signing_key'],
    ['gm_auth_login', 'select * from auth.mail'],
    ['gm_auth_login', `update auth.membership set role = 'owner'`],
    ['gm_auth_login', `update auth.tenant set name = 'x'`],
    ['gm_auth_login', `update auth.api_key set scopes = '{}'`],
    ['gm_auth_keys', 'select * from auth.user'],
    ['gm_auth_keys', 'select * from auth.credential'],
    ['gm_auth_worker', 'select * from auth.credential'],
    ['gm_auth_worker', 'select token_hash from auth.refresh_token'],
    ['gm_auth_worker', 'select * from auth.signing_key'],
  ] as const) {
    await expect(tryTo(role, sql), `${role}: ${sql}`).rejects.toThrow(/permission denied/)
  }
  // What has not lapsed is out of the worker's sight, and so of its reach.
  expect(await tryTo('gm_auth_worker', 'select expires_at from auth.session')).toEqual([])
})

test('the login door is opened for who is not signed in yet, and to count sessions', async () => {
  const files = (await readdir(import.meta.dirname)).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  const opening: string[] = []
  for (const file of files) {
    if ((await readFile(`${import.meta.dirname}/${file}`, 'utf8')).includes('gm_auth_login')) opening.push(file)
  }
  expect(opening.toSorted()).toEqual(['context.ts', 'observe-sessions.ts'])
})

test('the migrations go up, all the way down, and up again', async () => {
  const pglite = await openEmbedded({})
  const connection = { kind: 'embedded', pglite } as const
  await migrate(connection, tenantAuth.modules)
  await revert(connection, tenantAuth.modules)
  const { rows } = await pglite.query(`select 1 from pg_namespace where nspname in ('auth', 'audit')`)
  expect(rows).toEqual([])
  await migrate(connection, tenantAuth.modules)
  await using database = await openDatabase(connection, tenantAuth.modules)
  expect(await database.withTenant(userIdentity(), (em) => em.execute('select * from auth.tenant'))).toEqual([])
})
