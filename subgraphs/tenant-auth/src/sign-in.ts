import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { checkPassword } from './check-password.ts'
import { chooseTenant, type ChosenTenant } from './choose-tenant.ts'
import type { Context } from './context.ts'
import { normalizeEmail } from './email-address.ts'
import { countAttempt, forgetAttempts, networkOf, takeBackAttempt } from './limit-attempts.ts'
import type { SignInInput } from './schema.generated.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'

type Credential = {
  userId: string
  passwordHash: string
  permissionVersion: number
  /** Whether the account was used from this network before. */
  isAtHome: boolean
}

/** Starts a session for whoever knows the password. An unknown address and a wrong password look and last the same. */
export async function signIn(context: Context, input: SignInInput) {
  const { viewer, throughLogin, passwords, issueAccessToken, identityEvents } = context
  const email = normalizeEmail(input.email)
  const password = checkPassword(input.password)
  const network = networkOf(viewer.request.ip)

  const credential = await throughLogin((em) => findCredential(em, context, email, network))
  const isRight = await passwords.verify(password, credential?.passwordHash ?? null)
  if (credential === null || !isRight) {
    await throughLogin((em) =>
      recordAudit(em, viewer, {
        type: 'authentication',
        action: 'session.sign_in',
        outcome: 'FAILED',
        resource: { type: 'user', id: credential?.userId ?? null },
        personal: { email },
        ...(credential !== null && { subject: credential.userId }),
      }),
    )
    identityEvents.signInFailed()
    throw refused()
  }

  const refreshToken = newSecretToken()
  const session = await throughLogin(async (em) => {
    await forgetSuccess(em, context, credential, email, network)
    return openSession(em, context, { credential, email, network, refreshToken, slug: input.tenant ?? null })
  })
  identityEvents.signedIn(credential.userId)
  const token = await issueAccessToken({
    userId: credential.userId,
    sessionId: session.id,
    permissionVersion: credential.permissionVersion,
    tenant: session.tenant,
  })
  return { __typename: 'Tokens' as const, ...token, refreshToken }
}

async function findCredential(em: Em, { limits }: Context, email: string, network: string): Promise<Credential | null> {
  await countAttempt(em, limits.signIn, `${email}\n${network}`)
  await countAttempt(em, limits.signInFromNetwork, network)
  const [credential] = await em.execute<Credential[]>(
    `select u.id as "userId", c.password_hash as "passwordHash", u.permission_version as "permissionVersion",
      exists (select from auth.session s where s.user_id = u.id and s.network = ?) as "isAtHome"
      from auth.email_address a join auth.user u on u.id = a.user_id join auth.credential c on c.user_id = u.id
      where a.email = ?`,
    [network, email],
  )
  if (credential?.isAtHome !== true) await countAttempt(em, limits.signInFromElsewhere, email)
  return credential ?? null
}

async function forgetSuccess(
  em: Em,
  { limits }: Context,
  { isAtHome }: Credential,
  email: string,
  network: string,
): Promise<void> {
  await forgetAttempts(em, limits.signIn, `${email}\n${network}`)
  await takeBackAttempt(em, limits.signInFromNetwork, network)
  if (!isAtHome) await takeBackAttempt(em, limits.signInFromElsewhere, email)
}

type NewSession = {
  readonly credential: Credential
  readonly email: string
  readonly network: string
  readonly refreshToken: string
  readonly slug: string | null
}

async function openSession(
  em: Em,
  { viewer }: Context,
  { credential, email, network, refreshToken, slug }: NewSession,
): Promise<{ readonly id: string; readonly tenant: ChosenTenant | null }> {
  const { userId, passwordHash } = credential
  const tenant = await chooseTenant(em, userId, slug)
  const id = newId('ses')
  await recordAudit(em, viewer, {
    type: 'authentication',
    action: 'session.sign_in',
    actor: { kind: 'user', id: userId },
    resource: { type: 'session', id },
    personal: { email },
    ...(tenant !== null && { tenantId: tenant.id }),
  })
  // The password that was right a moment ago must still be the one: a reset in between has ended every session.
  const unchanged = await em.execute<object[]>(
    'select from auth.credential where user_id = ? and password_hash = ? for share',
    [userId, passwordHash],
  )
  if (unchanged.length === 0) throw refused()
  const { ip, userAgent } = viewer.request
  await em.execute(
    `insert into auth.session (id, user_id, expires_at, ip, network, user_agent)
      values (?, ?, now() + interval '90 days', ?, ?, ?)`,
    [id, userId, ip, network, userAgent?.slice(0, 300) ?? null],
    'run',
  )
  await em.execute(
    `insert into auth.refresh_token (token_hash, session_id, tenant_id, expires_at)
      values (?, ?, ?, now() + interval '30 days')`,
    [hashOfToken(refreshToken), id, tenant?.id ?? null],
    'run',
  )
  return { id, tenant }
}

const refused = () => new ClientError('UNAUTHENTICATED', 'Wrong address or password')
