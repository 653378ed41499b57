import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiKeyIdentity } from '@graphmemory/testing/test-identity.ts'
import { startTenantAuth, type Member, type TenantAuth } from './testing/start-tenant-auth.ts'

let auth: TenantAuth
let ada: Member
beforeAll(async () => {
  auth = await startTenantAuth()
  ada = await auth.founder('Ada')
})
afterAll(() => auth[Symbol.asyncDispose]())

const setting = `mutation ($input: SetTenantReadOnlyInput!) {
  setTenantReadOnly(input: $input) { tenant { slug readOnly { since reason } } } }`
const modeOf = async (member: Member) =>
  (
    await auth.must<{ tenant: { readOnly: { reason: string } | null } }>(
      member.user,
      '{ tenant { readOnly { reason } } }',
    )
  ).tenant.readOnly

test('a tenant becomes read-only with a reason, which may change, and is so until it ends', async () => {
  const heard: string[] = []
  await using _hearing = await auth.events.subscribe(
    'tenant.read_only_changed',
    ({ tenantId }) => void heard.push(tenantId),
  )
  const admin = await auth.join(ada, 'Amy', 'admin')
  expect(await modeOf(ada)).toBeNull()
  expect(await auth.must(ada.user, setting, { input: { readOnly: true, reason: ' We move ' } })).toMatchObject({
    setTenantReadOnly: { tenant: { slug: ada.slug, readOnly: { reason: 'We move', since: expect.any(String) } } },
  })
  await auth.must(admin.user, setting, { input: { readOnly: true, reason: 'Until Monday' } })
  expect(await modeOf(ada)).toEqual({ reason: 'Until Monday' })
  const key = apiKeyIdentity({ tenantId: ada.tenantId, scopes: ['tenant:manage', 'tenant:read'] })
  await auth.must(key, setting, { input: { readOnly: false } })
  expect(await modeOf(ada)).toBeNull()
  await expect.poll(() => heard).toEqual([ada.tenantId, ada.tenantId, ada.tenantId])
  expect(await auth.audited('tenant.set_read_only')).toMatchObject([
    {
      tenantId: ada.tenantId,
      outcome: 'ALLOWED',
      actor: { id: ada.user.userId },
      details: { readOnly: true, reason: 'We move' },
    },
    { details: { readOnly: true, reason: 'Until Monday' }, actor: { id: admin.user.userId } },
    { details: { readOnly: false, reason: null }, actor: { kind: 'apiKey' } },
  ])
})

test('members and keys are changed while a tenant is read-only', async () => {
  await auth.must(ada.user, setting, { input: { readOnly: true, reason: 'Audit' } })
  const member = await auth.join(ada, 'Mia', 'viewer')
  expect(await modeOf(member)).toEqual({ reason: 'Audit' })
  await auth.must(ada.user, setting, { input: { readOnly: false } })
})

test.each([undefined, null, '  ', 'x'.repeat(201), 'two\nlines'])('%j is no reason', async (reason) => {
  expect(await auth.refusal(ada.user, setting, { input: { readOnly: true, reason } })).toBe('BAD_USER_INPUT')
})

test('those who do not manage the tenant may not, nor in another', async () => {
  const input = { readOnly: true, reason: 'mine' }
  const editor = await auth.join(ada, 'Eddie', 'editor')
  const bob = await auth.founder('Bob')
  expect(await auth.refusal(editor.user, setting, { input })).toBe('FORBIDDEN')
  // The role that counts is that of the database, not of a token.
  expect(await auth.refusal({ ...editor.user, role: 'owner' }, setting, { input })).toBe('FORBIDDEN')
  await auth.must(bob.user, setting, { input })
  expect(await modeOf(ada)).toBeNull()
  expect(await modeOf(bob)).toEqual({ reason: 'mine' })
})
