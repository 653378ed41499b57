import { randomBytes } from 'node:crypto'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Connection } from '@graphmemory/database/connection.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { ApiKey, Identity, RequestInfo, User } from '@graphmemory/identity/identity.ts'
import { createAuthenticator } from '@graphmemory/service/authenticate.ts'
import type { Env } from '@graphmemory/service/read-config.ts'
import { anonymousIdentity, testRequest } from '@graphmemory/testing/test-identity.ts'
import { testSubgraph, type TestSubgraph } from '@graphmemory/testing/test-subgraph.ts'
import { tenantAuth } from '../subgraph.ts'
import { look, testDoorModule } from './test-door.ts'

export const password = 'correct horse battery staple'

/** Tenant-auth with the tests' own door into its tables. */
export const definition = { ...tenantAuth, modules: [...tenantAuth.modules, testDoorModule] }

export const testEnv: Env = {
  KEY_ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
  API_KEY_PEPPER: randomBytes(32).toString('base64'),
}

type Mail = { to: string; kind: string; token: string | null; subject: string; text: string; sentAt: string }
type Answer = Record<string, Record<string, unknown>>

/** Tenant-auth on a throw-away database, with the real authenticator in front of it. */
export type TenantAuth = TestSubgraph & {
  /** Who presents a bearer token. */
  authenticate(bearer: string, request?: RequestInfo): Promise<Identity>
  /** Waits until a bearer token is nobody's, which it must become long before what is cached of it lapses. */
  isRefused(bearer: string): Promise<true>
  /** The code of the refusal that an operation ends with. */
  refusal(identity: Identity, query: string, variables?: Record<string, unknown>): Promise<unknown>
  mails(to: string, kind: string): Promise<Mail[]>
  /** The token of the next mail of a kind to an address. */
  mailToken(to: string, kind: string, count?: number): Promise<string>
  /** Somebody with an account, signed in, without a tenant. */
  person(name: string): Promise<Person>
  signIn(email: string, tenant?: string): Promise<SignedIn>
  /** Somebody with a tenant of their own. */
  founder(name: string): Promise<Member>
  /** Somebody who joined the tenant of another. */
  join(owner: Member, name: string, role: string): Promise<Member>
  /** The audit records of an action, oldest first. */
  audited(action: string): Promise<AuditRow[]>
}

export type SignedIn = { readonly user: User; readonly accessToken: string; readonly refreshToken: string }
export type Person = SignedIn & { readonly email: string; readonly name: string }
export type Member = Person & { readonly tenantId: string; readonly slug: string; readonly membershipId: string }
export type AuditRow = {
  tenantId: string
  type: string
  outcome: string
  actor: { kind: string; id: string | null }
  details: Record<string, unknown>
}

export async function startTenantAuth(
  options: { readonly env?: Env; readonly connection?: Connection; readonly events?: EventBus } = {},
): Promise<TenantAuth> {
  const test = await testSubgraph(definition, { ...options, env: { ...testEnv, ...options.env } })
  const authenticator = await createAuthenticator({
    tenantAuth: test.subgraph,
    issuer: 'graphmemory',
    audience: 'graphmemory',
    events: test.events,
  })
  const authenticate: TenantAuth['authenticate'] = (bearer, request = testRequest()) =>
    authenticator.authenticate(bearer, request)
  const userOf = async (accessToken: string): Promise<User> => {
    const identity = await authenticate(accessToken)
    if (identity.kind !== 'user') throw new Error('not a user')
    return identity
  }
  const run = async (identity: Identity, query: string, input: object) => test.must<Answer>(identity, query, { input })

  const mails: TenantAuth['mails'] = async (to, kind) => {
    const mailbox = test.subgraph.routes.find(({ path }) => path === '/dev/mail')
    if (mailbox === undefined) throw new Error('there is no mailbox')
    const { body } = await mailbox.handle({
      query: new URLSearchParams({ to }),
      headers: {},
      body: (async function* nothing() {})(),
      ip: '192.0.2.1',
    })
    return (JSON.parse(typeof body === 'string' ? body : '') as Mail[]).filter((mail) => mail.kind === kind)
  }
  const mailToken: TenantAuth['mailToken'] = async (to, kind, count = 1) => {
    const mail = await until(async () => (await mails(to, kind))[count - 1])
    return mail.token ?? ''
  }
  const signIn: TenantAuth['signIn'] = async (email, tenant) => {
    const { signIn } = await run(
      anonymousIdentity(),
      'mutation ($input: SignInInput!) { signIn(input: $input) { ... on Tokens { accessToken refreshToken } } }',
      { email, password, ...(tenant !== undefined && { tenant }) },
    )
    const { accessToken, refreshToken } = signIn as { accessToken: string; refreshToken: string }
    return { accessToken, refreshToken, user: await userOf(accessToken) }
  }
  const person: TenantAuth['person'] = async (name) => {
    const email = `${name.toLowerCase()}.${randomBytes(4).toString('hex')}@example.test`
    await run(anonymousIdentity(), 'mutation ($input: RegisterInput!) { register(input: $input) { accepted } }', {
      email,
      password,
      name,
    })
    await run(anonymousIdentity(), 'mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { accepted } }', {
      token: await mailToken(email, 'VERIFY_EMAIL'),
    })
    return { name, email, ...(await signIn(email)) }
  }
  const founder: TenantAuth['founder'] = async (name) => {
    const someone = await person(name)
    const slug = `${name.toLowerCase()}-${randomBytes(4).toString('hex')}`
    const { createTenant } = await run(
      someone.user,
      `mutation ($input: CreateTenantInput!) { createTenant(input: $input) {
        tenant { id } membership { id } tokens { accessToken } } }`,
      { name: `${name} & Co`, slug },
    )
    const made = createTenant as { tenant: { id: string }; membership: { id: string }; tokens: { accessToken: string } }
    const { accessToken } = made.tokens
    const user = await userOf(accessToken)
    return { ...someone, accessToken, user, tenantId: made.tenant.id, slug, membershipId: made.membership.id }
  }
  const join: TenantAuth['join'] = async (owner, name, role) => {
    const someone = await person(name)
    await run(
      owner.user,
      'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { invitation { id } } }',
      { email: someone.email, role },
    )
    const { acceptInvitation } = await run(
      someone.user,
      `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) {
        membership { id } tokens { accessToken } } }`,
      { token: await mailToken(someone.email, 'INVITATION') },
    )
    const joined = acceptInvitation as { membership: { id: string }; tokens: { accessToken: string } }
    const { accessToken } = joined.tokens
    const user = await userOf(accessToken)
    const { tenantId, slug } = owner
    return { ...someone, accessToken, user, tenantId, slug, membershipId: joined.membership.id }
  }

  return {
    ...test,
    authenticate,
    isRefused: (bearer) =>
      until(() =>
        authenticate(bearer).then(
          () => null,
          (error: unknown) => (error instanceof ClientError && error.code === 'UNAUTHENTICATED' ? true : null),
        ),
      ),
    mails,
    mailToken,
    signIn,
    person,
    founder,
    join,
    async refusal(identity, query, variables) {
      const { errors } = await test.ask(identity, query, variables)
      return errors?.[0]?.extensions?.['code'] ?? null
    },
    audited: (action) =>
      look<AuditRow>(
        test.database,
        `select tenant_id as "tenantId", event->>'type' as type, event->>'outcome' as outcome, event->'actor' as actor,
            event->'details' as details from audit.outbox where event->>'action' = ? order by position`,
        [action],
      ),
    async [Symbol.asyncDispose]() {
      await authenticator[Symbol.asyncDispose]()
      await test[Symbol.asyncDispose]()
    },
  }
}

/** An API key's identity, as the gateway would make it. */
export const asApiKey = (identity: Identity): ApiKey => {
  if (identity.kind !== 'apiKey') throw new Error('not an API key')
  return identity
}

/** The first value that is there, within five seconds. */
export async function until<T>(find: () => Promise<T | null | undefined>): Promise<T> {
  const end = Date.now() + 5_000
  for (;;) {
    const found = await find()
    if (found !== null && found !== undefined) return found
    if (Date.now() > end) throw new Error('it did not come')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
