import { decodeJwt } from 'jose'
import type { User } from '@graphmemory/identity/identity.ts'
import { anonymousIdentity, testRequest } from '@graphmemory/testing/test-identity.ts'
import type { TestSubgraph } from '@graphmemory/testing/test-subgraph.ts'
import { until } from '../harness/until.ts'

const password = 'correct horse battery staple'

/** Somebody with a tenant of their own, made in tenant-auth itself: what the gateway would say of them. */
export async function signUp(tenantAuth: TestSubgraph, name: string, email: string, slug: string): Promise<User> {
  const run = <Data>(query: string, input: object) => tenantAuth.must<Data>(anonymousIdentity(), query, { input })
  await run('mutation ($input: RegisterInput!) { register(input: $input) { accepted } }', { email, password, name })
  const token = await until('the mail', () => lastToken(tenantAuth, email))
  await run('mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { accepted } }', { token })
  const { signIn } = await run<{ signIn: { accessToken: string } }>(
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on Tokens { accessToken } } }',
    { email, password },
  )
  const { createTenant } = await tenantAuth.must<{ createTenant: { tokens: { accessToken: string } } }>(
    userIn(signIn.accessToken),
    'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { tokens { accessToken } } }',
    { input: { name, slug } },
  )
  return userIn(createTenant.tokens.accessToken)
}

function userIn(accessToken: string): User {
  const {
    sub = '',
    sid,
    tid,
    role,
    pv,
  } = decodeJwt<{ sid: string; tid?: string; role?: string; pv: number }>(accessToken)
  return {
    kind: 'user',
    userId: sub,
    sessionId: sid,
    tenantId: tid ?? null,
    role: role ?? null,
    permissionVersion: pv,
    request: testRequest(),
  }
}

async function lastToken(tenantAuth: TestSubgraph, to: string): Promise<string | undefined> {
  const mailbox = tenantAuth.subgraph.routes.find(({ path }) => path === '/dev/mail')
  const request = { query: new URLSearchParams({ to }), headers: {}, body: nothing(), ip: '192.0.2.1' }
  const answer = await mailbox?.handle(request)
  if (typeof answer?.body !== 'string') return undefined
  const mails = JSON.parse(answer.body) as readonly { readonly token: string }[]
  return mails.at(-1)?.token
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
