import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Work } from '@graphmemory/database/database.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { testAudit, type TestAudit } from './testing/test-audit.ts'

let audit: TestAudit
beforeAll(async () => {
  audit = await testAudit()
})
afterAll(() => audit[Symbol.asyncDispose]())

const tables = ['log', 'leaf', 'node', 'checkpoint', 'subject_key', 'signing_key', 'outbox']
const quietly = (settings: Promise<unknown>) => settings.then(() => null).catch((error: Error) => error.message)

describe('the log of a tenant', () => {
  test('is all that its own viewers see, in every field', async () => {
    const [owner, stranger] = [userIdentity(), userIdentity()]
    const id = await audit.record(owner)
    await audit.record(stranger)
    await audit.sealed(owner, 1)
    await audit.sealed(stranger, 1)
    const seen = await audit.must<Record<string, unknown>>(
      stranger,
      `query ($id: ID!) { auditEvent(id: $id) { id } auditEvents { nodes { actorId } }
        auditCheckpoint { note } auditLog { origin } }`,
      { id },
    )
    expect(seen).toMatchObject({
      auditEvent: null,
      auditEvents: { nodes: [{ actorId: stranger.userId }] },
      auditCheckpoint: { note: expect.stringContaining(stranger.tenantId ?? '-') },
      auditLog: { origin: `example.test/${stranger.tenantId}` },
    })
    const { exportAudit } = await audit.must<{ exportAudit: { jsonl: string } }>(
      stranger,
      'mutation { exportAudit(input: {}) { jsonl } }',
    )
    expect(exportAudit.jsonl).not.toContain(owner.tenantId)
  })

  test.each(tables)('is out of reach of gm_app: audit.%s', async (table) => {
    const viewer = userIdentity()
    await audit.record(viewer)
    await audit.sealed(viewer, 1)
    const asApp = (sql: string) => quietly(audit.database.withTenant(viewer, (em) => em.execute(sql)))
    expect(await asApp(`select 1 from audit.${table}`)).toContain('permission denied')
    expect(await asApp(`delete from audit.${table}`)).toContain('permission denied')
    expect(await asApp(`truncate audit.${table}`)).toContain('permission denied')
  })

  test.each(tables.filter((table) => table !== 'signing_key'))(
    'confines the door of a tenant: audit.%s',
    async (table) => {
      const [owner, stranger] = [userIdentity(), userIdentity()]
      await audit.record(owner)
      await audit.sealed(owner, 1)
      await audit.record(owner)
      const count = (tenantId: string | null, work: Work<{ n: number }[]>) =>
        audit.database.withRole('gm_audit_tenant', work, { tenantId: tenantId ?? '' })
      const all: Work<{ n: number }[]> = (em) =>
        em.execute(`select count(*)::int as n from audit.${table} where tenant_id <> ?`, [stranger.tenantId])
      expect(await count(stranger.tenantId, all)).toEqual([{ n: 0 }])
      expect(await count('', all)).toEqual([{ n: 0 }])
    },
  )

  test('cannot be changed after it is written, not even by the sequencer', async () => {
    const viewer = userIdentity()
    await audit.record(viewer)
    await audit.sealed(viewer, 1)
    const as = (role: 'gm_audit_sequencer' | 'gm_audit_tenant', sql: string) =>
      quietly(audit.database.withRole(role, (em) => em.execute(sql), { tenantId: viewer.tenantId ?? '' }))
    for (const role of ['gm_audit_sequencer', 'gm_audit_tenant'] as const) {
      for (const table of ['leaf', 'node', 'checkpoint', 'log']) {
        expect(await as(role, `update audit.${table} set tenant_id = 'x'`)).toContain('permission denied')
        expect(await as(role, `delete from audit.${table}`)).toContain('permission denied')
      }
    }
    expect(await as('gm_audit_tenant', `update audit.outbox set event = '{}'`)).toContain('permission denied')
    expect(await as('gm_audit_tenant', 'delete from audit.outbox')).toContain('permission denied')
  })
})
