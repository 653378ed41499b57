import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymousIdentity, apiKeyIdentity, serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { digestOfSecret } from './api-key-secret.ts'
import { asApiKey, startTenantAuth, until, type Member, type TenantAuth } from './testing/start-tenant-auth.ts'
import { alter } from './testing/test-door.ts'

let auth: TenantAuth
beforeAll(async () => {
  auth = await startTenantAuth()
})
afterAll(() => auth[Symbol.asyncDispose]())

const creating = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  secret apiKey { id name hint scopes expiresAt createdBy { name } } } }`
const rotating = `mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) {
  secret apiKey { id name scopes } } }`
const revoking = 'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { apiKey { id revokedAt } } }'
const promoting = `mutation ($input: ChangeMemberRoleInput!) { changeMemberRole(input: $input) { membership { id } } }`
const removing = 'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { membership { id } } }'
const listing = '{ tenant { apiKeys { nodes { id name hint scopes lastUsedAt revokedAt replacedById } } } }'

type Key = { readonly id: string; readonly secret: string; readonly name: string; readonly hint: string }
const create = async (by: Member, scopes: string[], more: object = {}): Promise<Key> => {
  const { createApiKey } = await auth.must<{ createApiKey: { secret: string; apiKey: Omit<Key, 'secret'> } }>(
    by.user,
    creating,
    { input: { name: 'robot', scopes, ...more } },
  )
  return { ...createApiKey.apiKey, secret: createApiKey.secret }
}
describe('an API key', () => {
  test('acts in its tenant with its scopes, and its use is noted', async () => {
    const ada = await auth.founder('Ada')
    const key = await create(ada, ['memory:read', 'memory:create', 'memory:read', 'tenant:read', 'apiKey:read'])
    expect(key.secret).toMatch(/^gm_live_[\w-]{43}$/)
    expect(key.hint).toBe(key.secret.slice(-4))
    const identity = await auth.authenticate(key.secret)
    expect(identity).toMatchObject({
      kind: 'apiKey',
      apiKeyId: key.id,
      tenantId: ada.tenantId,
      scopes: ['apiKey:read', 'memory:create', 'memory:read', 'tenant:read'],
    })
    const { viewer } = await auth.must(
      identity,
      `{ viewer { user { id } apiKey { id name } tenant { slug } role { name } membership { id }
        memberships { nodes { id } } sessions { nodes { id } } } }`,
    )
    expect(viewer).toEqual({
      user: null,
      apiKey: { id: key.id, name: 'robot' },
      tenant: { slug: ada.slug },
      role: null,
      membership: null,
      memberships: { nodes: [] },
      sessions: { nodes: [] },
    })
    const { tenant } = await auth.must<{ tenant: { apiKeys: { nodes: { lastUsedAt: string | null }[] } } }>(
      identity,
      listing,
    )
    expect(tenant.apiKeys.nodes[0]?.lastUsedAt).toMatch(/Z$/)
    expect((await auth.audited('api_key.create')).at(-1)).toMatchObject({
      tenantId: ada.tenantId,
      type: 'permission_change',
    })
    expect((await auth.audited('api_key.use')).at(-1)).toMatchObject({
      tenantId: ada.tenantId,
      actor: { kind: 'apiKey', id: key.id },
    })
  })

  test('is not created by whoever may not, nor wider than its creator', async () => {
    const ada = await auth.founder('Ada')
    const editor = await auth.join(ada, 'Ed', 'editor')
    const admin = await auth.join(ada, 'Min', 'admin')
    const refusal = (by: Member, scopes: string[], more: object = {}) =>
      auth.refusal(by.user, creating, { input: { name: 'robot', scopes, ...more } })
    expect(await refusal(editor, ['memory:read'])).toBe('FORBIDDEN')
    expect(await refusal(admin, ['tenant:delete'])).toBe('FORBIDDEN')
    expect(await refusal(ada, ['system:manage'])).toBe('FORBIDDEN')
    expect(await refusal(ada, ['memory:*'])).toBe('BAD_USER_INPUT')
    expect(await refusal(ada, [])).toBe('BAD_USER_INPUT')
    expect(await refusal(ada, ['memory:read'], { expiresAt: '2020-01-01T00:00:00Z' })).toBe('BAD_USER_INPUT')
    expect(await refusal(ada, ['tenant:delete'])).toBeNull()
    expect(await auth.refusal(anonymousIdentity(), creating, { input: { name: 'x', scopes: ['memory:read'] } })).toBe(
      'UNAUTHENTICATED',
    )
    const key = apiKeyIdentity({ tenantId: ada.tenantId, scopes: ['apiKey:create', 'memory:read'] })
    expect(await auth.refusal(key, creating, { input: { name: 'x', scopes: ['memory:read'] } })).toBe('FORBIDDEN')
  })

  test('loses what its creator loses, and everything when its creator goes', async () => {
    const ada = await auth.founder('Ada')
    const admin = await auth.join(ada, 'Min', 'admin')
    const key = await create(admin, ['memory:read', 'audit:read', 'tenant:read'])
    expect(await auth.authenticate(key.secret)).toMatchObject({ scopes: ['audit:read', 'memory:read', 'tenant:read'] })
    await auth.must(ada.user, promoting, { input: { membershipId: admin.membershipId, role: 'viewer' } })
    await until(async () => {
      const identity = asApiKey(await auth.authenticate(key.secret))
      return identity.scopes.join() === 'memory:read,tenant:read' ? identity : null
    })
    await auth.must(ada.user, removing, { input: { membershipId: admin.membershipId } })
    expect(await auth.isRefused(key.secret)).toBe(true)
  })

  test('is replaced by a new one and works on for the overlap alone', async () => {
    const ada = await auth.founder('Ada')
    const old = await create(ada, ['memory:read'])
    const { rotateApiKey } = await auth.must<{ rotateApiKey: { secret: string; apiKey: Key } }>(ada.user, rotating, {
      input: { apiKeyId: old.id },
    })
    expect(rotateApiKey.apiKey).toMatchObject({ name: 'robot', scopes: ['memory:read'] })
    for (const secret of [old.secret, rotateApiKey.secret]) {
      expect(await auth.authenticate(secret)).toMatchObject({ kind: 'apiKey', tenantId: ada.tenantId })
    }
    expect(await auth.refusal(ada.user, rotating, { input: { apiKeyId: old.id } })).toBe('CONFLICT')
    await alter(auth.database, `update auth.api_key set expires_at = now() where id = ?`, [old.id])
    auth.events.publish('identity.changed', { tenantId: ada.tenantId, apiKeyId: old.id })
    expect(await auth.isRefused(old.secret)).toBe(true)
    await auth.authenticate(rotateApiKey.secret)
    expect((await auth.audited('api_key.rotate')).at(-1)).toMatchObject({
      tenantId: ada.tenantId,
      details: { replacedById: rotateApiKey.apiKey.id, overlapHours: 24 },
    })
  })

  test('is replaced without overlap, within bounds, once by many at once, and keeps its end', async () => {
    const ada = await auth.founder('Ada')
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const old = await create(ada, ['memory:read'], { expiresAt })
    const rotate = (overlapHours: number) =>
      auth.refusal(ada.user, rotating, { input: { apiKeyId: old.id, overlapHours } })
    expect(await rotate(-1)).toBe('BAD_USER_INPUT')
    expect(await rotate(169)).toBe('BAD_USER_INPUT')
    const codes = await Promise.all(Array.from({ length: 5 }, () => rotate(0)))
    expect(codes.filter((code) => code === null)).toHaveLength(1)
    expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(4)
    expect(await auth.isRefused(old.secret)).toBe(true)
    const { tenant } = await auth.must<{ tenant: { apiKeys: { nodes: { id: string; expiresAt: string }[] } } }>(
      ada.user,
      '{ tenant { apiKeys { nodes { id expiresAt } } } }',
    )
    expect(tenant.apiKeys.nodes.map(({ expiresAt }) => expiresAt).includes(expiresAt)).toBe(true)
    expect(tenant.apiKeys.nodes).toHaveLength(2)
  })

  test('is not replaced by an admin who holds less than the key', async () => {
    const ada = await auth.founder('Ada')
    const admin = await auth.join(ada, 'Min', 'admin')
    const key = await create(ada, ['tenant:delete'])
    expect(await auth.refusal(admin.user, rotating, { input: { apiKeyId: key.id } })).toBe('FORBIDDEN')
  })

  test('is revoked at once, by an admin of its tenant alone', async () => {
    const [ada, eve] = [await auth.founder('Ada'), await auth.founder('Eve')]
    const editor = await auth.join(ada, 'Ed', 'editor')
    const key = await create(ada, ['memory:read'])
    const input = { apiKeyId: key.id }
    expect(await auth.refusal(eve.user, revoking, { input })).toBe('NOT_FOUND')
    expect(await auth.refusal(eve.user, rotating, { input })).toBe('NOT_FOUND')
    expect(await auth.refusal(editor.user, revoking, { input })).toBe('FORBIDDEN')
    expect(await auth.refusal(editor.user, listing)).toBe('FORBIDDEN')
    await auth.authenticate(key.secret)
    await auth.must(ada.user, revoking, { input })
    expect(await auth.isRefused(key.secret)).toBe(true)
    expect(await auth.refusal(ada.user, revoking, { input })).toBe('CONFLICT')
    expect((await auth.audited('api_key.revoke')).at(-1)).toMatchObject({
      tenantId: ada.tenantId,
      actor: { id: ada.user.userId },
    })
  })

  test('that was made up, or whose kept hash is presented, is nobody', async () => {
    const ada = await auth.founder('Ada')
    const key = await create(ada, ['memory:read'])
    expect(await auth.isRefused('gm_live_made-up')).toBe(true)
    expect(await auth.isRefused(`gm_live_${digestOfSecret(key.secret)}`)).toBe(true)
    expect(await auth.isRefused(`${key.secret}x`)).toBe(true)
  })

  test('is looked up by other parts of GraphMemory alone', async () => {
    const ada = await auth.founder('Ada')
    const key = await create(ada, ['memory:read'])
    const query = 'query ($hash: String!) { apiKeyIdentity(secretHash: $hash) { apiKeyId } }'
    const hash = digestOfSecret(key.secret)
    expect(await auth.refusal(ada.user, query, { hash })).toBe('FORBIDDEN')
    expect(await auth.must(serviceIdentity('authenticator'), query, { hash })).toEqual({
      apiKeyIdentity: { apiKeyId: key.id },
    })
  })
})
