import { afterAll, beforeAll, expect, test } from 'vitest'
import { serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { startTenantAuth, type TenantAuth } from './testing/start-tenant-auth.ts'

let auth: TenantAuth
beforeAll(async () => {
  auth = await startTenantAuth()
})
afterAll(() => auth[Symbol.asyncDispose]())

type Change = { tenantId: string; userId: string; at: string }
const changes = async (since: string, first = 1_000) =>
  (
    await auth.must<{ membershipChanges: Change[] }>(
      serviceIdentity('memory-graph'),
      'query ($since: DateTime!, $first: Int!) { membershipChanges(since: $since, first: $first) { tenantId userId at } }',
      { since, first },
    )
  ).membershipChanges
const removing = 'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { membership { id } } }'
const inviting = 'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { invitation { id } } }'
const accepting = 'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { membership { id } } }'

test('services are told who joined, left and joined again, the earliest first, over all tenants', async () => {
  const [ada, bob] = [await auth.founder('Ada'), await auth.founder('Bob')]
  const mia = await auth.join(ada, 'Mia', 'viewer')
  const all = await changes('2000-01-01T00:00:00Z')
  expect(all.map(({ userId }) => userId)).toEqual([ada, bob, mia].map(({ user }) => user.userId))
  expect(await changes('2000-01-01T00:00:00Z', 1)).toEqual(all.slice(0, 1))

  await auth.must(ada.user, removing, { input: { membershipId: mia.membershipId } })
  const joined = all.at(-1)?.at ?? ''
  const [left] = (await changes(joined)).slice(-1)
  expect(left).toMatchObject({ tenantId: ada.tenantId, userId: mia.user.userId })
  expect(new Date(left?.at ?? 0).getTime()).toBeGreaterThan(new Date(joined).getTime())

  await auth.must(ada.user, inviting, { input: { email: mia.email, role: 'viewer' } })
  const token = await auth.mailToken(mia.email, 'INVITATION', 2)
  const { user } = await auth.signIn(mia.email)
  await auth.must(user, accepting, { input: { token } })
  const again = (await changes(left?.at ?? '')).filter(({ at }) => at > (left?.at ?? ''))
  expect(again).toMatchObject([{ tenantId: ada.tenantId, userId: mia.user.userId }])
})

test.each([0, 1_001])('a page of %i is none', async (first) => {
  await expect(changes('2000-01-01T00:00:00Z', first)).rejects.toThrow('BAD_USER_INPUT')
})
