import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Em } from '@graphmemory/database/database.ts'
import { defineMigration, type DatabaseModule } from '@graphmemory/database/module.ts'
import { doorRole, tenantTable } from '@graphmemory/database/tenant-table.ts'
import type { User } from '@graphmemory/identity/identity.ts'
import { testDatabase } from '@graphmemory/testing/test-database.ts'
import { anonymousIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { auditOutboxModule } from './audit-outbox-module.ts'
import { audited } from './audited.ts'
import { recordAudit } from './record-audit.ts'
import { recordAudits } from './record-audits.ts'
import { recordRefusal } from './record-refusal.ts'

/** A module as any subgraph would write it, and a door that sees what was recorded. */
const noteModule: DatabaseModule = {
  name: 'note',
  entities: [],
  migrations: [
    defineMigration({
      name: '0001-note',
      up: [
        'create schema note',
        'grant usage on schema note to gm_app',
        'create table note.note (id text primary key, tenant_id text not null, body text not null)',
        ...tenantTable('note.note'),
        ...audited('note.note'),
        ...doorRole('gm_test_reader'),
        'grant select on audit.outbox to gm_test_reader',
        'create policy test_reader on audit.outbox for select to gm_test_reader using (true)',
      ],
      down: ['drop policy test_reader on audit.outbox', 'drop schema note cascade'],
    }),
  ],
}

let database: Database
beforeAll(async () => {
  database = await testDatabase([auditOutboxModule, noteModule])
})
afterAll(() => database[Symbol.asyncDispose]())

const insertNote = (em: Em, { tenantId }: User, id: string) =>
  em.execute('insert into note.note (id, tenant_id, body) values (?, ?, ?)', [id, tenantId, 'text'])
const recordNote = (em: Em, viewer: User, id = 'n') =>
  recordAudit(em, viewer, { type: 'data_modification', action: 'note.create', resource: { type: 'note', id } })
const notesOf = (viewer: User) =>
  database.withTenant(viewer, (em) => em.execute<{ id: string }[]>('select id from note.note order by id'))

type OutboxRow = {
  id: string
  tenant_id: string
  event: Record<string, unknown>
  subject: string
  personal: unknown
  xact: string
}
const recordsOf = (tenantId: string | null) =>
  database.withRole('gm_test_reader', (em) =>
    em.execute<OutboxRow[]>(
      'select id, tenant_id, event, subject, personal, xact::text as xact from audit.outbox where tenant_id = ? order by position',
      [tenantId],
    ),
  )

describe('an audited table', () => {
  test('takes a change whose record was written first', async () => {
    const viewer = userIdentity()
    await database.withTenant(viewer, async (em) => {
      await recordNote(em, viewer)
      await insertNote(em, viewer, `${viewer.userId}/1`)
      await em.execute('update note.note set body = ?', ['changed'])
      await em.execute('delete from note.note')
    })
    expect(await recordsOf(viewer.tenantId)).toHaveLength(1)
  })

  test('takes a change whose record was written after it', async () => {
    const viewer = userIdentity()
    await database.withTenant(viewer, async (em) => {
      await insertNote(em, viewer, `${viewer.userId}/1`)
      await recordNote(em, viewer)
    })
    expect(await notesOf(viewer)).toHaveLength(1)
  })

  test.each([
    ['insert', (em: Em, viewer: User) => insertNote(em, viewer, `${viewer.userId}/2`)],
    ['update', (em: Em) => em.execute('update note.note set body = ?', ['changed'])],
    ['delete', (em: Em) => em.execute('delete from note.note')],
  ])('refuses to commit an %s without a record', async (kind, change) => {
    const viewer = userIdentity()
    await database.withTenant(viewer, async (em) => {
      await recordNote(em, viewer)
      await insertNote(em, viewer, `${viewer.userId}/1`)
    })
    await expect(database.withTenant(viewer, (em) => change(em, viewer))).rejects.toThrow(
      `${kind} of note.note without an audit record`,
    )
    expect(await notesOf(viewer)).toEqual([{ id: `${viewer.userId}/1` }])
  })

  test('refuses a change whose record was rolled back to a savepoint, before it or after it', async () => {
    const viewer = userIdentity()
    const rolledBackRecord = async (em: Em) => {
      await em.execute('savepoint s')
      await recordNote(em, viewer)
      await em.execute('rollback to savepoint s')
    }
    await expect(
      database.withTenant(viewer, async (em) => {
        await rolledBackRecord(em)
        await insertNote(em, viewer, viewer.userId)
      }),
    ).rejects.toThrow('without an audit record')
    await expect(
      database.withTenant(viewer, async (em) => {
        await insertNote(em, viewer, viewer.userId)
        await rolledBackRecord(em)
      }),
    ).rejects.toThrow('without an audit record')
  })

  test('takes a change beside a savepoint that was rolled back', async () => {
    const viewer = userIdentity()
    await database.withTenant(viewer, async (em) => {
      await em.execute('savepoint s')
      await insertNote(em, viewer, `${viewer.userId}/1`)
      await em.execute('rollback to savepoint s')
      await em.execute('savepoint s')
      await recordNote(em, viewer)
      await em.execute('release savepoint s')
      await insertNote(em, viewer, `${viewer.userId}/2`)
    })
    expect(await notesOf(viewer)).toEqual([{ id: `${viewer.userId}/2` }])
  })

  test('is not deceived by the record of another transaction, nor by settings', async () => {
    const viewer = userIdentity()
    await database.withTenant(viewer, (em) => recordNote(em, viewer))
    const [earlier] = await recordsOf(viewer.tenantId)
    await expect(
      database.withTenant(viewer, async (em) => {
        await em.execute(`select set_config('audit.recorded', ?, true), set_config('search_path', 'note', true)`, [
          earlier?.xact,
        ])
        await em.execute('set constraints all immediate')
        await insertNote(em, viewer, viewer.userId)
      }),
    ).rejects.toThrow('without an audit record')
    await expect(
      database.withTenant(viewer, (em) =>
        em.execute(
          `insert into audit.outbox (id, tenant_id, event, subject, xact) values ('x', ?, '{}', 's', '1'::xid8)`,
          [viewer.tenantId],
        ),
      ),
    ).rejects.toThrow('permission denied')
  })

  test('lets gm_app only add, and only to its own tenant', async () => {
    const viewer = userIdentity()
    const asApp = (sql: string) => database.withTenant(viewer, (em) => em.execute(sql))
    await expect(asApp('select 1 from audit.outbox')).rejects.toThrow('permission denied')
    await expect(asApp(`update audit.outbox set event = '{}'`)).rejects.toThrow('permission denied')
    await expect(asApp('delete from audit.outbox')).rejects.toThrow('permission denied')
    await expect(asApp('truncate audit.outbox')).rejects.toThrow('permission denied')
    await expect(
      database.withTenant(viewer, (em) =>
        recordAudit(em, viewer, { type: 'system_event', action: 'x.y', tenantId: 'ten_other' }),
      ),
    ).rejects.toThrow('row-level security')
  })
})

describe('a tenant that is read-only', () => {
  const setReadOnly = (viewer: User, reason: string | null) =>
    database.withTenant(viewer, async (em) => {
      await recordAudit(em, viewer, { type: 'permission_change', action: 'tenant.set_read_only' })
      if (reason === null) await em.execute('delete from audit.read_only_tenant')
      else await em.execute('insert into audit.read_only_tenant values (?, ?)', [viewer.tenantId, reason])
    })

  test('takes no record of a change, one or many, until that ends; another tenant does', async () => {
    const [viewer, other] = [userIdentity(), userIdentity()]
    await setReadOnly(viewer, 'We move')
    const record = { type: 'collaboration', action: 'document.edit' } as const
    const refusal = {
      code: 'UNAVAILABLE',
      message: 'This tenant is read-only: We move',
      extensions: { reason: 'READ_ONLY_MODE', retryAfterMs: expect.any(Number) },
    }
    await expect(database.withTenant(viewer, (em) => recordNote(em, viewer))).rejects.toMatchObject(refusal)
    await expect(
      database.withTenant(viewer, (em) => recordAudits(em, [{ identity: viewer, record }])),
    ).rejects.toMatchObject(refusal)
    await database.withTenant(other, (em) => recordNote(em, other))
    await setReadOnly(viewer, null)
    await database.withTenant(viewer, (em) => recordNote(em, viewer))
  })

  test('takes records of reading, of refusals, of members, and of what was acknowledged before', async () => {
    const viewer = userIdentity()
    await setReadOnly(viewer, 'We move')
    await database.withTenant(viewer, async (em) => {
      await recordAudit(em, viewer, { type: 'data_access', action: 'memory.recall' })
      await recordAudit(em, viewer, { type: 'permission_change', action: 'member.invite' })
      await recordAudit(em, viewer, { type: 'data_modification', action: 'memory.update', outcome: 'DENIED' })
      await recordAudit(em, viewer, { type: 'collaboration', action: 'document.open_session' })
      await recordAudit(em, viewer, { type: 'data_modification', action: 'memory.project_document' })
    })
    expect(await recordsOf(viewer.tenantId)).toHaveLength(6)
  })

  test('is seen and changed by itself alone', async () => {
    const [viewer, other] = [userIdentity(), userIdentity()]
    await setReadOnly(viewer, 'We move')
    await setReadOnly(other, null)
    const seen = (by: User) => database.withTenant(by, (em) => em.execute('select reason from audit.read_only_tenant'))
    expect([await seen(viewer), await seen(other)]).toEqual([[{ reason: 'We move' }], []])
  })
})

describe('a record', () => {
  test('tells who, from where, in which request and session, and holds personal fields apart', async () => {
    const viewer = userIdentity()
    const id = await database.withTenant(viewer, (em) =>
      recordAudit(em, viewer, {
        type: 'permission_change',
        action: 'member.invite',
        resource: { type: 'invitation', id: 'inv_1' },
        details: { role: 'editor', size: 2 },
        personal: { email: 'someone@example.test' },
        tags: ['soc2_cc6'],
        legalBasis: 'contract',
        purpose: 'membership',
        durationMs: 1.5,
      }),
    )
    const [row, ...others] = await recordsOf(viewer.tenantId)
    expect(others).toEqual([])
    expect(row).toMatchObject({
      id,
      subject: viewer.userId,
      personal: { ip: '192.0.2.1', userAgent: 'test', email: 'someone@example.test' },
    })
    expect(row?.event).toEqual({
      type: 'permission_change',
      action: 'member.invite',
      outcome: 'ALLOWED',
      actor: { kind: 'user', id: viewer.userId },
      resource: { type: 'invitation', id: 'inv_1' },
      details: { role: 'editor', size: 2 },
      requestId: viewer.request.id,
      sessionId: viewer.sessionId,
      tags: ['soc2_cc6'],
      legalBasis: 'contract',
      purpose: 'membership',
      durationMs: 1.5,
    })
  })

  test('of a service names the service and the person it works for', async () => {
    const service = serviceIdentity('collaboration', 'ten_service', 'usr_1')
    await database.withTenant(service, (em) =>
      recordAudit(em, service, { type: 'data_modification', action: 'memory.update' }),
    )
    const [row] = await recordsOf('ten_service')
    expect(row?.event).toMatchObject({ actor: { kind: 'user', id: 'usr_1' }, service: 'collaboration' })
  })

  test('is kept whatever characters and numbers are in it', async () => {
    const viewer = userIdentity()
    const odd = { ...viewer, request: { ...viewer.request, userAgent: 'a\0b\ud800c' } }
    await database.withTenant(odd, (em) =>
      recordAudit(em, odd, {
        type: 'data_modification',
        action: 'note.create',
        details: { 'k\0': ['\udfff', Number.NaN, { absent: undefined }] },
      }),
    )
    const [row] = await recordsOf(viewer.tenantId)
    expect(row?.event['details']).toEqual({ 'k\uFFFD': ['\uFFFD', null, {}] })
    expect(row?.personal).toEqual({ ip: '192.0.2.1', userAgent: 'a\uFFFDb\uFFFDc' })
  })

  test('of a transaction that fails does not exist', async () => {
    const viewer = userIdentity()
    await expect(
      database.withTenant(viewer, async (em) => {
        await recordNote(em, viewer)
        throw new Error('late')
      }),
    ).rejects.toThrow('late')
    expect(await recordsOf(viewer.tenantId)).toEqual([])
  })
})

describe('a refusal', () => {
  test('is committed when its promise resolves, in the log of the tenant or, without one, of the system', async () => {
    const refuse = recordRefusal(database)
    const viewer = userIdentity()
    await refuse(viewer, { action: 'member.invite' })
    const [row] = await recordsOf(viewer.tenantId)
    expect(row?.event).toMatchObject({ type: 'authorization', action: 'member.invite', outcome: 'DENIED' })
    const anonymous = anonymousIdentity()
    const id = await refuse(anonymous, { action: 'session.sign_in', type: 'authentication' })
    const system = await recordsOf('system')
    expect(system).toContainEqual(
      expect.objectContaining({
        id,
        subject: id,
        event: expect.objectContaining({ actor: { kind: 'anonymous', id: null }, outcome: 'DENIED' }),
      }),
    )
  })
})
