import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymousIdentity, apiKeyIdentity } from '@graphmemory/testing/test-identity.ts'
import { startTenantAuth, type Member, type TenantAuth } from './testing/start-tenant-auth.ts'
import { alter } from './testing/test-door.ts'

let auth: TenantAuth
beforeAll(async () => {
  auth = await startTenantAuth()
})
afterAll(() => auth[Symbol.asyncDispose]())

const creating = `mutation ($input: CreateTenantInput!) { createTenant(input: $input) {
  tenant { id slug name } membership { role { name } user { id } } tokens { accessToken } } }`
const switching =
  'mutation ($input: SwitchTenantInput!) { switchTenant(input: $input) { tenant { slug } tokens { accessToken } } }'
const inviting = `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) {
  invitation { id email status role { name } invitedBy { name } } } }`
const withdrawing = `mutation ($input: RevokeInvitationInput!) { revokeInvitation(input: $input) { invitation { status } } }`
const accepting = `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) {
  membership { id role { name } tenant { slug } user { name } } tokens { accessToken } } }`
const promoting = `mutation ($input: ChangeMemberRoleInput!) { changeMemberRole(input: $input) {
  membership { role { name } user { id } } } }`
const removing =
  'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { membership { user { name } } } }'
const leaving = 'mutation ($input: LeaveTenantInput!) { leaveTenant(input: $input) { accepted } }'
const listing = '{ tenant { members(first: 100) { nodes { user { name email } role { name } } } } }'

const newSlug = () => `tenant-${randomBytes(4).toString('hex')}`
const membersOf = async (member: Member) => {
  const { tenant } = await auth.must<{
    tenant: { members: { nodes: { user: { name: string; email: string | null }; role: { name: string } }[] } }
  }>(member.user, listing)
  return tenant.members.nodes.map(({ user, role }) => [user.name, role.name])
}
const lastAudit = async (action: string) => (await auth.audited(action)).at(-1)

describe('a tenant', () => {
  test('is founded with its founder as owner and a token for it', async () => {
    const ada = await auth.person('Ada')
    const slug = newSlug()
    const { createTenant } = await auth.must<{
      createTenant: { tenant: { id: string }; tokens: { accessToken: string } }
    }>(ada.user, creating, { input: { name: ' Acme ', slug } })
    expect(createTenant).toMatchObject({
      tenant: { slug, name: 'Acme' },
      membership: { role: { name: 'owner' }, user: { id: ada.user.userId } },
    })
    const tenantId = createTenant.tenant.id
    expect(await auth.authenticate(createTenant.tokens.accessToken)).toMatchObject({ tenantId, role: 'owner' })
    expect(await lastAudit('tenant.create')).toMatchObject({ tenantId, actor: { id: ada.user.userId } })
  })

  test('has a slug that no other has, also where two are founded at once', async () => {
    const [ada, bob] = [await auth.person('Ada'), await auth.person('Bob')]
    const input = { name: 'Acme', slug: newSlug() }
    const codes = await Promise.all([ada, bob].map(({ user }) => auth.refusal(user, creating, { input })))
    expect(new Set(codes)).toEqual(new Set([null, 'CONFLICT']))
  })

  test.each(['ab', 'Acme', 'a--b', '-ab', 'ab-', 'x'.repeat(41), 'a/b'])('cannot be called %j', async (slug) => {
    const ada = await auth.person('Ada')
    expect(await auth.refusal(ada.user, creating, { input: { name: 'Acme', slug } })).toBe('BAD_USER_INPUT')
  })

  test('is switched to by its members and by nobody else, whose token stays as it was', async () => {
    const [ada, bob] = [await auth.founder('Ada'), await auth.founder('Bob')]
    const mia = await auth.join(ada, 'Mia', 'viewer')
    const { switchTenant } = await auth.must<{ switchTenant: { tokens: { accessToken: string } } }>(
      mia.user,
      switching,
      {
        input: { slug: ada.slug },
      },
    )
    expect(await auth.authenticate(switchTenant.tokens.accessToken)).toMatchObject({ tenantId: ada.tenantId })
    expect(await lastAudit('tenant.switch')).toMatchObject({ tenantId: ada.tenantId, actor: { id: mia.user.userId } })
    expect(await auth.refusal(mia.user, switching, { input: { slug: bob.slug } })).toBe('NOT_FOUND')
    expect(await auth.refusal(mia.user, switching, { input: { slug: 'no-such-tenant' } })).toBe('NOT_FOUND')
  })

  test('is closed to whoever is not signed in', async () => {
    for (const [query, input] of [
      [creating, { name: 'x', slug: 'xyz' }],
      [switching, { slug: 'xyz' }],
      [inviting, { email: 'x@example.test', role: 'viewer' }],
      [accepting, { token: 'x' }],
      [leaving, { slug: 'xyz' }],
    ] as const) {
      expect(await auth.refusal(anonymousIdentity(), query, { input })).toBe('UNAUTHENTICATED')
    }
    for (const query of ['{ viewer { user { id } } }', listing]) {
      expect(await auth.refusal(anonymousIdentity(), query)).toBe('UNAUTHENTICATED')
    }
  })

  test('is not managed by an API key, whatever its scopes', async () => {
    const ada = await auth.founder('Ada')
    const scopes = ['user:create', 'user:update', 'user:delete', 'apiKey:create', 'tenant:update', 'tenant:manage']
    const key = apiKeyIdentity({ tenantId: ada.tenantId, scopes })
    for (const [query, input] of [
      [creating, { name: 'x', slug: 'xyz' }],
      [switching, { slug: ada.slug }],
      [inviting, { email: 'x@example.test', role: 'viewer' }],
      [promoting, { membershipId: ada.membershipId, role: 'viewer' }],
      [removing, { membershipId: ada.membershipId }],
      [leaving, { slug: ada.slug }],
      [accepting, { token: 'x' }],
    ] as const) {
      expect(await auth.refusal(key, query, { input })).toBe('FORBIDDEN')
    }
    expect(await auth.refusal(key, 'mutation { signOut { accepted } }')).toBe('FORBIDDEN')
  })
})

describe('an invitation', () => {
  test('is sent by whoever may, names its role, and makes a member of whom it was sent to', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.person('Grace')
    const { inviteMember } = await auth.must<{ inviteMember: { invitation: { id: string } } }>(ada.user, inviting, {
      input: { email: grace.email.toUpperCase(), role: 'editor' },
    })
    expect(inviteMember.invitation).toMatchObject({
      email: grace.email,
      status: 'PENDING',
      role: { name: 'editor' },
      invitedBy: { name: 'Ada' },
    })
    expect(await lastAudit('member.invite')).toMatchObject({ tenantId: ada.tenantId, actor: { id: ada.user.userId } })
    const token = await auth.mailToken(grace.email, 'INVITATION')
    expect(await auth.mails(grace.email, 'INVITATION')).toMatchObject([{ subject: 'Ada invites you to Ada & Co' }])

    const { acceptInvitation } = await auth.must<{
      acceptInvitation: { tokens: { accessToken: string } }
    }>(grace.user, accepting, { input: { token } })
    expect(acceptInvitation).toMatchObject({
      membership: { role: { name: 'editor' }, tenant: { slug: ada.slug }, user: { name: 'Grace' } },
    })
    expect(await auth.authenticate(acceptInvitation.tokens.accessToken)).toMatchObject({
      tenantId: ada.tenantId,
      role: 'editor',
    })
    expect(await lastAudit('member.join')).toMatchObject({ tenantId: ada.tenantId, actor: { id: grace.user.userId } })
    expect(await membersOf(ada)).toEqual([
      ['Ada', 'owner'],
      ['Grace', 'editor'],
    ])
  })

  test('cannot be sent by an editor, nor above the sender’s own role; the refusal is recorded', async () => {
    const ada = await auth.founder('Ada')
    const editor = await auth.join(ada, 'Ed', 'editor')
    const admin = await auth.join(ada, 'Min', 'admin')
    const invite = (member: Member, role: string) =>
      auth.refusal(member.user, inviting, { input: { email: 'x@example.test', role } })
    expect(await invite(editor, 'viewer')).toBe('FORBIDDEN')
    expect(await invite(editor, 'owner')).toBe('FORBIDDEN')
    expect(await lastAudit('request.inviteMember')).toMatchObject({
      tenantId: ada.tenantId,
      outcome: 'DENIED',
      actor: { id: editor.user.userId },
    })
    expect(await invite(admin, 'owner')).toBe('FORBIDDEN')
    expect(await invite(admin, 'emperor')).toBe('BAD_USER_INPUT')
    expect(await invite(admin, 'admin')).toBeNull()
  })

  test('is not accepted by another person, though he has the token', async () => {
    const ada = await auth.founder('Ada')
    const [grace, eve] = [await auth.person('Grace'), await auth.founder('Eve')]
    await auth.must(ada.user, inviting, { input: { email: grace.email, role: 'admin' } })
    const input = { token: await auth.mailToken(grace.email, 'INVITATION') }
    expect(await auth.refusal(eve.user, accepting, { input })).toBe('FORBIDDEN')
    expect(await auth.refusal(grace.user, accepting, { input })).toBeNull()
  })

  test('is accepted once, also by many at once', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.person('Grace')
    await auth.must(ada.user, inviting, { input: { email: grace.email, role: 'viewer' } })
    const input = { token: await auth.mailToken(grace.email, 'INVITATION') }
    const codes = await Promise.all(Array.from({ length: 10 }, () => auth.refusal(grace.user, accepting, { input })))
    expect(codes.filter((code) => code === null)).toHaveLength(1)
    expect(codes.filter((code) => code === 'BAD_USER_INPUT')).toHaveLength(9)
  })

  test('is void when it lapsed, was withdrawn or replaced; withdrawing is recorded and done once', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.person('Grace')
    const invite = async (role: string) =>
      (
        await auth.must<{ inviteMember: { invitation: { id: string } } }>(ada.user, inviting, {
          input: { email: grace.email, role },
        })
      ).inviteMember.invitation.id
    const accept = async (count: number) =>
      auth.refusal(grace.user, accepting, { input: { token: await auth.mailToken(grace.email, 'INVITATION', count) } })

    await invite('admin')
    const second = await invite('viewer')
    expect(await accept(1)).toBe('BAD_USER_INPUT')
    await auth.must(ada.user, withdrawing, { input: { invitationId: second } })
    expect(await lastAudit('invitation.revoke')).toMatchObject({ tenantId: ada.tenantId })
    expect(await auth.refusal(ada.user, withdrawing, { input: { invitationId: second } })).toBe('CONFLICT')
    expect(await accept(2)).toBe('BAD_USER_INPUT')
    const third = await invite('viewer')
    await alter(auth.database, 'update auth.invitation set expires_at = now() where id = ?', [third])
    expect(await accept(3)).toBe('BAD_USER_INPUT')

    const { tenant } = await auth.must<{ tenant: { invitations: { nodes: { status: string }[] } } }>(
      ada.user,
      '{ tenant { invitations { nodes { status } } } }',
    )
    expect(tenant.invitations.nodes.map(({ status }) => status)).toEqual(['EXPIRED', 'REVOKED', 'REVOKED'])
  })

  test('is not withdrawn from another tenant, nor by an editor', async () => {
    const [ada, eve] = [await auth.founder('Ada'), await auth.founder('Eve')]
    const editor = await auth.join(ada, 'Ed', 'editor')
    const { inviteMember } = await auth.must<{ inviteMember: { invitation: { id: string } } }>(ada.user, inviting, {
      input: { email: 'grace@example.test', role: 'viewer' },
    })
    const input = { invitationId: inviteMember.invitation.id }
    expect(await auth.refusal(eve.user, withdrawing, { input })).toBe('NOT_FOUND')
    expect(await auth.refusal(editor.user, withdrawing, { input })).toBe('FORBIDDEN')
    expect(await auth.refusal(editor.user, '{ tenant { invitations { nodes { email } } } }')).toBe('FORBIDDEN')
  })

  test('of a member is refused', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.join(ada, 'Grace', 'viewer')
    const input = { email: grace.email, role: 'admin' }
    expect(await auth.refusal(ada.user, inviting, { input })).toBe('CONFLICT')
  })
})

describe('a member', () => {
  test('gets another role; tokens with the former one are stale at once', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.join(ada, 'Grace', 'viewer')
    const { changeMemberRole } = await auth.must(ada.user, promoting, {
      input: { membershipId: grace.membershipId, role: 'admin' },
    })
    expect(changeMemberRole).toEqual({ membership: { role: { name: 'admin' }, user: { id: grace.user.userId } } })
    expect(await auth.isRefused(grace.accessToken)).toBe(true)
    expect((await auth.signIn(grace.email)).user).toMatchObject({ role: 'admin' })
    expect(await lastAudit('member.change_role')).toMatchObject({
      tenantId: ada.tenantId,
      type: 'permission_change',
      details: { role: 'admin' },
    })
  })

  test('promotes nobody above himself, least of all himself, and touches nobody above him', async () => {
    const ada = await auth.founder('Ada')
    const admin = await auth.join(ada, 'Min', 'admin')
    const editor = await auth.join(ada, 'Ed', 'editor')
    const promote = (by: Member, whom: Member, role: string) =>
      auth.refusal(by.user, promoting, { input: { membershipId: whom.membershipId, role } })
    expect(await promote(admin, admin, 'owner')).toBe('FORBIDDEN')
    expect(await promote(admin, editor, 'owner')).toBe('FORBIDDEN')
    expect(await promote(admin, ada, 'viewer')).toBe('FORBIDDEN')
    expect(await promote(editor, editor, 'admin')).toBe('FORBIDDEN')
    expect(await promote(admin, editor, '__proto__')).toBe('BAD_USER_INPUT')
    const input = { membershipId: ada.membershipId }
    expect(await auth.refusal(admin.user, removing, { input })).toBe('FORBIDDEN')
    expect(await auth.refusal(editor.user, removing, { input: { membershipId: admin.membershipId } })).toBe('FORBIDDEN')
    expect((await membersOf(ada)).map(([, role]) => role)).toEqual(['owner', 'admin', 'editor'])
  })

  test('with a token from before his demotion manages nobody, though the token is not stale yet', async () => {
    const ada = await auth.founder('Ada')
    const admin = await auth.join(ada, 'Min', 'admin')
    const editor = await auth.join(ada, 'Ed', 'editor')
    await auth.must(ada.user, promoting, { input: { membershipId: admin.membershipId, role: 'viewer' } })
    const input = { membershipId: editor.membershipId }
    expect(await auth.refusal(admin.user, removing, { input })).toBe('FORBIDDEN')
    expect(await auth.refusal(admin.user, promoting, { input: { ...input, role: 'viewer' } })).toBe('FORBIDDEN')
  })

  test('is removed, is out at once, and can be invited again', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.join(ada, 'Grace', 'editor')
    await auth.must(ada.user, removing, { input: { membershipId: grace.membershipId } })
    expect(await auth.isRefused(grace.accessToken)).toBe(true)
    expect((await auth.signIn(grace.email)).user).toMatchObject({ tenantId: null, role: null })
    expect(await membersOf(ada)).toEqual([['Ada', 'owner']])
    expect(await lastAudit('member.remove')).toMatchObject({ tenantId: ada.tenantId, actor: { id: ada.user.userId } })

    await auth.must(ada.user, inviting, { input: { email: grace.email, role: 'viewer' } })
    const again = await auth.signIn(grace.email)
    const token = await auth.mailToken(grace.email, 'INVITATION', 2)
    const { acceptInvitation } = await auth.must(again.user, accepting, { input: { token } })
    expect(acceptInvitation).toMatchObject({ membership: { id: grace.membershipId, role: { name: 'viewer' } } })
  })

  test('of another tenant is not found', async () => {
    const [ada, eve] = [await auth.founder('Ada'), await auth.founder('Eve')]
    const input = { membershipId: ada.membershipId }
    expect(await auth.refusal(eve.user, removing, { input })).toBe('NOT_FOUND')
    expect(await auth.refusal(eve.user, promoting, { input: { ...input, role: 'viewer' } })).toBe('NOT_FOUND')
  })

  test('leaves of his own will, except the last owner', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.join(ada, 'Grace', 'editor')
    expect(await auth.refusal(ada.user, leaving, { input: { slug: ada.slug } })).toBe('CONFLICT')
    await auth.must(grace.user, leaving, { input: { slug: ada.slug } })
    expect(await auth.isRefused(grace.accessToken)).toBe(true)
    expect(await lastAudit('member.leave')).toMatchObject({ tenantId: ada.tenantId, actor: { id: grace.user.userId } })
    expect(await auth.refusal(grace.user, leaving, { input: { slug: ada.slug } })).toBe('NOT_FOUND')
    const eve = await auth.founder('Eve')
    expect(await auth.refusal(eve.user, leaving, { input: { slug: ada.slug } })).toBe('NOT_FOUND')
  })

  test('who owns the tenant stays while he is the last, also when two owners go at once in every way', async () => {
    for (const wayOut of ['leave', 'demote each other', 'remove each other'] as const) {
      const ada = await auth.founder('Ada')
      const bob = await auth.join(ada, 'Bob', 'owner')
      const out = (who: Member, other: Member) => {
        const membershipId = other.membershipId
        if (wayOut === 'leave') return auth.refusal(who.user, leaving, { input: { slug: ada.slug } })
        if (wayOut === 'remove each other') return auth.refusal(who.user, removing, { input: { membershipId } })
        return auth.refusal(who.user, promoting, { input: { membershipId, role: 'viewer' } })
      }
      const codes = await Promise.all([out(ada, bob), out(bob, ada)])
      expect(codes.filter((code) => code === null)).toHaveLength(1)
      const rest = codes[0] === null ? (wayOut === 'leave' ? bob : ada) : wayOut === 'leave' ? ada : bob
      expect((await membersOf(rest)).filter(([, role]) => role === 'owner')).toHaveLength(1)
    }
  })

  test('pages through the members', async () => {
    const ada = await auth.founder('Ada')
    for (const name of ['Bob', 'Cy', 'Di']) await auth.join(ada, name, 'viewer')
    const page =
      'query ($after: String) { tenant { members(first: 2, after: $after) { edges { cursor node { user { name } } } pageInfo { hasNextPage endCursor } } } }'
    type Page = {
      tenant: {
        members: {
          edges: { node: { user: { name: string } } }[]
          pageInfo: { hasNextPage: boolean; endCursor: string }
        }
      }
    }
    const first = (await auth.must<Page>(ada.user, page)).tenant.members
    const second = (await auth.must<Page>(ada.user, page, { after: first.pageInfo.endCursor })).tenant.members
    expect([...first.edges, ...second.edges].map(({ node }) => node.user.name)).toEqual(['Ada', 'Bob', 'Cy', 'Di'])
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    expect(await auth.refusal(ada.user, page, { after: 'made up' })).toBe('BAD_USER_INPUT')
    expect(await auth.refusal(ada.user, '{ tenant { members(first: 101) { nodes { id } } } }')).toBe('BAD_USER_INPUT')
  })

  test('with a role that nobody knows may do nothing', async () => {
    const ada = await auth.founder('Ada')
    const grace = await auth.join(ada, 'Grace', 'admin')
    await alter(auth.database, `update auth.membership set role = 'root' where id = ?`, [grace.membershipId])
    const again = await auth.signIn(grace.email)
    expect(again.user).toMatchObject({ role: 'root' })
    expect(await auth.refusal(again.user, listing)).toBe('FORBIDDEN')
    const input = { membershipId: ada.membershipId }
    expect(await auth.refusal(again.user, removing, { input })).toBe('FORBIDDEN')
    const { viewer } = await auth.must(again.user, '{ viewer { role { name builtIn permissions { resource } } } }')
    expect(viewer).toEqual({ role: { name: 'root', builtIn: false, permissions: [] } })
  })
})
