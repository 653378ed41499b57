import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymousIdentity, apiKeyIdentity, serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { batchLoader } from './batch-loader.ts'
import { startTenantAuth, type Member, type TenantAuth } from './testing/start-tenant-auth.ts'

let auth: TenantAuth
let ada: Member
let grace: Member
let gone: Member
let eve: Member
beforeAll(async () => {
  auth = await startTenantAuth()
  ada = await auth.founder('Ada')
  grace = await auth.join(ada, 'Grace', 'viewer')
  gone = await auth.join(ada, 'Gone', 'viewer')
  eve = await auth.founder('Eve')
  await auth.must(
    ada.user,
    'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { membership { id } } }',
    { input: { membershipId: gone.membershipId } },
  )
})
afterAll(() => auth[Symbol.asyncDispose]())

const entities = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on User { id name email } ... on Tenant { id name slug } } }`
const users = (...people: readonly { readonly user: { readonly userId: string } }[]) => ({
  representations: people.map(({ user }) => ({ __typename: 'User', id: user.userId })),
})

describe('a reference to a person', () => {
  test('is resolved for members of the same tenant, and by name alone for those who were', async () => {
    const { _entities } = await auth.must(grace.user, entities, users(ada, grace, gone))
    expect(_entities).toEqual([
      { id: ada.user.userId, name: 'Ada', email: ada.email },
      { id: grace.user.userId, name: 'Grace', email: grace.email },
      { id: gone.user.userId, name: 'Gone', email: null },
    ])
  })

  test('of another tenant, or that is none, is null', async () => {
    const nobody = { user: { userId: 'usr_nobody' } }
    expect(await auth.must(eve.user, entities, users(ada, grace, eve, nobody))).toEqual({
      _entities: [null, null, { id: eve.user.userId, name: 'Eve', email: eve.email }, null],
    })
    expect(await auth.must(anonymousIdentity(), entities, users(ada))).toEqual({ _entities: [null] })
    expect(await auth.must({ ...gone.user, tenantId: null, role: null }, entities, users(ada))).toEqual({
      _entities: [null],
    })
  })

  test('is resolved for an API key and a service within their tenant', async () => {
    const key = apiKeyIdentity({ tenantId: ada.tenantId, scopes: ['memory:read'] })
    for (const identity of [key, serviceIdentity('collaboration', ada.tenantId)]) {
      const { _entities } = await auth.must(identity, entities, users(grace, eve))
      expect(_entities).toEqual([{ id: grace.user.userId, name: 'Grace', email: grace.email }, null])
    }
  })

  test('a hundred of them are one query', async () => {
    const reads: number[] = []
    const load = batchLoader(async (ids) => {
      reads.push(ids.length)
      return ids.map((id) => ({ id }))
    })
    const ids = Array.from({ length: 100 }, (_, i) => `id${i % 50}`)
    const found = await Promise.all(ids.map((id) => load(id)))
    expect(found.map((thing) => thing?.id)).toEqual(ids)
    expect(reads).toEqual([50])
  })
})

describe('a reference to a tenant', () => {
  test('is resolved for its members alone', async () => {
    const given = { representations: [ada, eve].map(({ tenantId }) => ({ __typename: 'Tenant', id: tenantId })) }
    expect(await auth.must(grace.user, entities, given)).toEqual({
      _entities: [{ id: ada.tenantId, name: 'Ada & Co', slug: ada.slug }, null],
    })
    expect(await auth.must(anonymousIdentity(), entities, given)).toEqual({ _entities: [null, null] })
  })

  test('shows what the tenant holds only with a token for it', async () => {
    const inside = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Tenant { members { nodes { id } } } } }`
    const given = { representations: [{ __typename: 'Tenant', id: ada.tenantId }] }
    expect(await auth.refusal(grace.user, inside, given)).toBeNull()
    expect(await auth.refusal({ ...grace.user, tenantId: eve.tenantId }, inside, given)).toBe('FORBIDDEN')
    expect(await auth.refusal({ ...grace.user, tenantId: null, role: null }, inside, given)).toBe('FORBIDDEN')
  })
})
