import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { chooseTenant, type ChosenTenant } from './choose-tenant.ts'
import type { Context } from './context.ts'
import type { RefreshTokensInput } from './schema.generated.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'

/** How long the token before the current one may still be repeated, by a client that lost the answer. */
const graceSeconds = 10

type Presented = {
  sessionId: string
  userId: string
  permissionVersion: number
  tenantId: string | null
  /** Whether the session has neither ended nor lapsed. */
  isLive: boolean
  isFresh: boolean
  isInGrace: boolean
  successorSealed: string | null
}

type Outcome =
  | { readonly kind: 'refused' }
  | { readonly kind: 'reused'; readonly of: Presented }
  | {
      readonly kind: 'renewed'
      readonly of: Presented
      readonly refreshToken: string
      readonly tenant: ChosenTenant | null
    }

/**
 * Rotates a refresh token. It is used up by one guarded update, so of any number of callers one rotates; those who
 * repeat it within ten seconds, while its successor is unused, get that same successor. Later use is theft, of the one
 * or of the other: the whole session ends.
 */
export async function refreshTokens(context: Context, input: RefreshTokensInput) {
  const { throughLogin, issueAccessToken, identityEvents } = context
  const outcome = await throughLogin((em) => rotate(em, context, input))
  switch (outcome.kind) {
    case 'refused':
      throw refused()
    case 'reused':
      identityEvents.refreshTokenReused(outcome.of.userId, outcome.of.sessionId)
      throw refused()
    case 'renewed': {
      const { userId, sessionId, permissionVersion } = outcome.of
      const token = await issueAccessToken({ userId, sessionId, permissionVersion, tenant: outcome.tenant })
      return { tokens: { ...token, refreshToken: outcome.refreshToken } }
    }
  }
}

async function rotate(em: Em, { viewer, keyRing }: Context, input: RefreshTokensInput): Promise<Outcome> {
  const tokenHash = hashOfToken(input.refreshToken)
  const purpose = `refresh-token:${tokenHash}`
  const successor = newSecretToken()
  const used = await em.execute<object[]>(
    `update auth.refresh_token r set used_at = now(), successor_sealed = ?
      where token_hash = ? and used_at is null and expires_at > now() and exists (
        select from auth.session s where s.id = r.session_id and s.ended_at is null and s.expires_at > now())
      returning token_hash`,
    [keyRing.seal(successor, purpose), tokenHash],
  )
  const presented = await readToken(em, tokenHash)
  if (presented === null || !presented.isLive || !presented.isFresh) return { kind: 'refused' }
  const actor = { kind: 'user', id: presented.userId } as const
  const resource = { type: 'session', id: presented.sessionId }

  if (used.length === 0 && !(presented.isInGrace && presented.successorSealed !== null)) {
    await recordAudit(em, viewer, {
      type: 'security_event',
      action: 'session.refresh',
      outcome: 'FAILED',
      actor,
      resource,
      details: { reason: 'reused' },
      ...(presented.tenantId !== null && { tenantId: presented.tenantId }),
    })
    await em.execute('update auth.session set ended_at = now() where id = ? and ended_at is null', [
      presented.sessionId,
    ])
    return { kind: 'reused', of: presented }
  }

  const tenant = await chooseTenant(em, presented.userId, input.tenant ?? null, presented.tenantId)
  await recordAudit(em, viewer, {
    type: 'authentication',
    action: 'session.refresh',
    actor,
    resource,
    ...(tenant !== null && { tenantId: tenant.id }),
  })
  if (used.length === 0) {
    const refreshToken = keyRing.open(presented.successorSealed ?? '', purpose)
    return { kind: 'renewed', of: presented, refreshToken, tenant }
  }
  await em.execute(
    `insert into auth.refresh_token (token_hash, session_id, tenant_id, expires_at)
      select ?, id, ?, least(now() + interval '30 days', expires_at) from auth.session where id = ?`,
    [hashOfToken(successor), tenant?.id ?? null, presented.sessionId],
  )
  // Only the direct predecessor may be repeated.
  await em.execute(
    `update auth.refresh_token set successor_sealed = null
      where session_id = ? and token_hash <> ? and successor_sealed is not null`,
    [presented.sessionId, tokenHash],
  )
  await em.execute('update auth.session set last_used_at = now() where id = ?', [presented.sessionId])
  return { kind: 'renewed', of: presented, refreshToken: successor, tenant }
}

async function readToken(em: Em, tokenHash: string): Promise<Presented | null> {
  const [presented] = await em.execute<Presented[]>(
    `select r.session_id as "sessionId", s.user_id as "userId", u.permission_version as "permissionVersion",
      r.tenant_id as "tenantId", s.ended_at is null and s.expires_at > now() as "isLive",
      r.expires_at > now() as "isFresh",
      coalesce(r.used_at > now() - interval '${graceSeconds} seconds', false) as "isInGrace",
      r.successor_sealed as "successorSealed"
      from auth.refresh_token r join auth.session s on s.id = r.session_id join auth.user u on u.id = s.user_id
      where r.token_hash = ?`,
    [tokenHash],
  )
  return presented ?? null
}

const refused = () => new ClientError('UNAUTHENTICATED', 'The refresh token is not valid (any more)')
