import { ask } from './client.ts'
import { until } from './until.ts'

export type Person = {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly userId: string
  readonly token: string
  readonly refreshToken: string
}
export type Member = Person & { readonly tenantId: string; readonly slug: string; readonly membershipId: string }

const password = 'correct horse battery staple'

/** The token of the last mail of a kind to an address, from the development mailbox. */
export async function mailToken(url: string, to: string, kind: string): Promise<string> {
  const last = async () => {
    const answer = await fetch(`${url}/dev/mail?to=${encodeURIComponent(to)}`)
    const mails = (await answer.json()) as readonly { readonly kind: string; readonly token: string }[]
    return mails.findLast((mail) => mail.kind === kind)?.token
  }
  return until(`a ${kind} mail to ${to}`, last)
}

/** Somebody registered, verified and signed in, without a tenant. */
export async function person(url: string, name: string, email: string): Promise<Person> {
  await ask(url, 'mutation ($i: RegisterInput!) { register(input: $i) { accepted } }', { i: { email, password, name } })
  const token = await mailToken(url, email, 'VERIFY_EMAIL')
  await ask(url, 'mutation ($i: VerifyEmailInput!) { verifyEmail(input: $i) { accepted } }', { i: { token } })
  return signIn(url, name, email)
}

async function signIn(url: string, name: string, email: string, tenant?: string): Promise<Person> {
  const { signIn: tokens } = await ask<{ signIn: { accessToken: string; refreshToken: string } }>(
    url,
    'mutation ($i: SignInInput!) { signIn(input: $i) { ... on Tokens { accessToken refreshToken } } }',
    { i: { email, password, ...(tenant !== undefined && { tenant }) } },
  )
  const { viewer } = await ask<{ viewer: { user: { id: string } } }>(
    url,
    '{ viewer { user { id } } }',
    {},
    tokens.accessToken,
  )
  return { name, email, password, userId: viewer.user.id, token: tokens.accessToken, refreshToken: tokens.refreshToken }
}

/** Founds a tenant; its founder is its owner. */
export async function founder(url: string, who: Person, name: string, slug: string): Promise<Member> {
  type Founded = {
    createTenant: { tenant: { id: string }; membership: { id: string }; tokens: { accessToken: string } }
  }
  const { createTenant } = await ask<Founded>(
    url,
    'mutation ($i: CreateTenantInput!) { createTenant(input: $i) { tenant { id } membership { id } tokens { accessToken } } }',
    { i: { name, slug } },
    who.token,
  )
  const { tenant, membership, tokens } = createTenant
  return { ...who, token: tokens.accessToken, tenantId: tenant.id, slug, membershipId: membership.id }
}

/** Access tokens live for minutes: a fresh one for a member's tenant. */
export async function renewed(url: string, member: Member): Promise<Member> {
  return { ...member, ...(await signIn(url, member.name, member.email, member.slug)) }
}

/** The same session with fresh tokens; a member that was refreshed counts no more. */
export async function refreshed(url: string, member: Member): Promise<Member> {
  type Refreshed = { refreshTokens: { tokens: { accessToken: string; refreshToken: string } } }
  const { refreshTokens } = await ask<Refreshed>(
    url,
    'mutation ($i: RefreshTokensInput!) { refreshTokens(input: $i) { tokens { accessToken refreshToken } } }',
    { i: { refreshToken: member.refreshToken, tenant: member.slug } },
  )
  return { ...member, token: refreshTokens.tokens.accessToken, refreshToken: refreshTokens.tokens.refreshToken }
}

/** Brings somebody into a tenant by an invitation. */
export async function join(url: string, owner: Member, who: Person, role: string): Promise<Member> {
  const invite = 'mutation ($i: InviteMemberInput!) { inviteMember(input: $i) { invitation { id } } }'
  await ask(url, invite, { i: { email: who.email, role } }, owner.token)
  type Joined = { acceptInvitation: { membership: { id: string }; tokens: { accessToken: string } } }
  const { acceptInvitation } = await ask<Joined>(
    url,
    'mutation ($i: AcceptInvitationInput!) { acceptInvitation(input: $i) { membership { id } tokens { accessToken } } }',
    { i: { token: await mailToken(url, who.email, 'INVITATION') } },
    who.token,
  )
  const { membership, tokens } = acceptInvitation
  return { ...who, token: tokens.accessToken, tenantId: owner.tenantId, slug: owner.slug, membershipId: membership.id }
}
