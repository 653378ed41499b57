import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database } from '@graphmemory/database/database.ts'
import { defineMigration, type DatabaseModule } from '@graphmemory/database/module.ts'
import { crossTenantPolicy, doorRole } from '@graphmemory/database/tenant-table.ts'
import { serviceIdentity } from '@graphmemory/testing/test-identity.ts'

export const authTables = [
  'user',
  'email_address',
  'credential',
  'registration',
  'password_reset',
  'tenant',
  'membership',
  'invitation',
  'api_key',
  'session',
  'refresh_token',
  'signing_key',
  'mail',
  'attempt',
] as const

/** A door for tests alone: it sees every row, and can make time pass for one. */
export const testDoorModule: DatabaseModule = {
  name: 'tenant-auth-test',
  entities: [],
  migrations: [
    defineMigration({
      name: '0001-test-door',
      up: [
        ...doorRole('gm_test_auth'),
        'grant usage on schema auth to gm_test_auth',
        'grant select, update on all tables in schema auth to gm_test_auth',
        ...authTables.map((table) => crossTenantPolicy(`auth.${table}`, 'gm_test_auth')),
        'grant select on audit.outbox to gm_test_auth',
        'create policy test_auth_reader on audit.outbox for select to gm_test_auth using (true)',
      ],
      down: ['drop owned by gm_test_auth'],
    }),
  ],
}

/** What a query over all tenants finds. */
export const look = <Row extends object>(database: Database, sql: string, given: readonly unknown[] = []) =>
  database.withRole('gm_test_auth', (em) => em.execute<Row[]>(sql, [...given]))

/** Changes rows behind the API, such as the time of something. */
export const alter = (database: Database, sql: string, given: readonly unknown[] = []) =>
  database.withRole('gm_test_auth', async (em) => {
    await recordAudit(em, serviceIdentity('test'), { type: 'system_event', action: 'test.alter' })
    await em.execute(sql, [...given])
  })
