import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymousIdentity, serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { startTenantAuth, type SignedIn, type TenantAuth } from './testing/start-tenant-auth.ts'
import { alter, look } from './testing/test-door.ts'

let auth: TenantAuth
beforeAll(async () => {
  auth = await startTenantAuth()
})
afterAll(() => auth[Symbol.asyncDispose]())

const refreshing = `mutation ($input: RefreshTokensInput!) {
  refreshTokens(input: $input) { tokens { accessToken refreshToken expiresAt } } }`
type Refreshed = { refreshTokens: { tokens: { accessToken: string; refreshToken: string } } }

const refresh = async (refreshToken: string, tenant?: string) =>
  (
    await auth.must<Refreshed>(anonymousIdentity(), refreshing, {
      input: { refreshToken, ...(tenant !== undefined && { tenant }) },
    })
  ).refreshTokens.tokens
const refused = (refreshToken: string) => auth.refusal(anonymousIdentity(), refreshing, { input: { refreshToken } })
const tryRefresh = async (refreshToken: string) => {
  const { data } = await auth.ask(anonymousIdentity(), refreshing, { input: { refreshToken } })
  return (data as Refreshed | null)?.refreshTokens.tokens.refreshToken ?? null
}
const isAlive = ({ user }: SignedIn) =>
  auth
    .must<{ sessionState: { active: boolean } }>(
      serviceIdentity('authenticator'),
      'query ($id: ID!) { sessionState(id: $id) { active } }',
      { id: user.sessionId },
    )
    .then(({ sessionState }) => sessionState.active)
const graceIsOver = (session: SignedIn) =>
  alter(
    auth.database,
    `update auth.refresh_token set used_at = used_at - interval '11 seconds' where session_id = ? and used_at is not null`,
    [session.user.sessionId],
  )

describe('refreshing', () => {
  test('gives new tokens of the same session and tenant', async () => {
    const ada = await auth.founder('Ada')
    const session = await auth.signIn(ada.email)
    const tokens = await refresh(session.refreshToken)
    expect(tokens.refreshToken).not.toBe(session.refreshToken)
    expect(await auth.authenticate(tokens.accessToken)).toMatchObject({
      sessionId: session.user.sessionId,
      tenantId: ada.tenantId,
      role: 'owner',
    })
    expect((await auth.audited('session.refresh')).at(-1)).toMatchObject({
      tenantId: ada.tenantId,
      outcome: 'ALLOWED',
      actor: { kind: 'user', id: ada.user.userId },
    })
  })

  test('of a session from before the tenant was founded acts in that tenant', async () => {
    const ada = await auth.founder('Ada')
    const tokens = await refresh(ada.refreshToken)
    expect(await auth.authenticate(tokens.accessToken)).toMatchObject({ tenantId: ada.tenantId })
  })

  test('may choose another tenant of the person, and no one else’s', async () => {
    const [ada, bob] = [await auth.founder('Ada'), await auth.founder('Bob')]
    const member = await auth.join(bob, 'Mia', 'editor')
    const tokens = await refresh(member.refreshToken, bob.slug)
    expect(await auth.authenticate(tokens.accessToken)).toMatchObject({ tenantId: bob.tenantId, role: 'editor' })
    const foreign = { input: { refreshToken: tokens.refreshToken, tenant: ada.slug } }
    expect(await auth.refusal(anonymousIdentity(), refreshing, foreign)).toBe('NOT_FOUND')
    await refresh(tokens.refreshToken) // the refusal has not used it up
  })

  test('fifty at once with one token give one successor, and the session lives', async () => {
    const session = await auth.person('Ada')
    const all = await Promise.all(Array.from({ length: 50 }, () => refresh(session.refreshToken)))
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1)
    const unused = await look(
      auth.database,
      'select from auth.refresh_token where session_id = ? and used_at is null',
      [session.user.sessionId],
    )
    expect(unused).toHaveLength(1)
    expect(await isAlive(session)).toBe(true)
    await refresh(all[0]?.refreshToken ?? '')
  })

  test('a second use after ten seconds ends the whole session, and is recorded as a security event', async () => {
    const session = await auth.person('Ada')
    const { refreshToken, accessToken } = await refresh(session.refreshToken)
    await graceIsOver(session)
    expect(await refused(session.refreshToken)).toBe('UNAUTHENTICATED')
    expect(await refused(refreshToken)).toBe('UNAUTHENTICATED')
    expect(await auth.isRefused(accessToken)).toBe(true)
    expect((await auth.audited('session.refresh')).at(-1)).toMatchObject({
      type: 'security_event',
      outcome: 'FAILED',
      actor: { id: session.user.userId },
      details: { reason: 'reused' },
    })
  })

  test('a token before the direct predecessor ends the session at once, however soon it comes', async () => {
    const session = await auth.person('Ada')
    const second = await refresh(session.refreshToken)
    await refresh(second.refreshToken)
    expect(await refused(session.refreshToken)).toBe('UNAUTHENTICATED')
    expect(await isAlive(session)).toBe(false)
  })

  test('a token that lapsed, was made up, or whose session ended gives nothing', async () => {
    const [lapsed, ended] = [await auth.person('Ada'), await auth.person('Bob')]
    await alter(auth.database, 'update auth.refresh_token set expires_at = now() where session_id = ?', [
      lapsed.user.sessionId,
    ])
    await auth.must(ended.user, 'mutation { signOut { accepted } }')
    for (const token of [lapsed.refreshToken, ended.refreshToken, 'made up', '']) {
      expect(await refused(token)).toBe('UNAUTHENTICATED')
    }
  })

  test('never outlives the session', async () => {
    const session = await auth.person('Ada')
    await alter(auth.database, `update auth.session set expires_at = now() + interval '1 day' where id = ?`, [
      session.user.sessionId,
    ])
    await refresh(session.refreshToken)
    const [row] = await look<{ bounded: boolean }>(
      auth.database,
      `select r.expires_at = s.expires_at as bounded from auth.refresh_token r join auth.session s on s.id = r.session_id
        where s.id = ? and r.used_at is null`,
      [session.user.sessionId],
    )
    expect(row).toEqual({ bounded: true })
  })

  test('any order of uses, repeats and pauses keeps one live token, or ends the session on the first theft', async () => {
    // The model: tokens by generation; `current` is unused, its direct predecessor may be repeated until the pause.
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant({ kind: 'use', back: 0 } as const) },
      { weight: 3, arbitrary: fc.constant({ kind: 'use', back: 1 } as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'use', back: 2 } as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'pause' } as const) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const session = await auth.person('Ada')
        const generations = [session.refreshToken]
        let inGrace = true
        let alive: boolean = true
        for (const action of steps) {
          if (action.kind === 'pause') {
            await graceIsOver(session)
            inGrace = false
            continue
          }
          const token = generations.at(-1 - action.back)
          if (token === undefined) continue
          const rotates: boolean = alive && action.back === 0
          const repeats: boolean = alive && action.back === 1 && inGrace
          const successor = await tryRefresh(token)
          expect(successor !== null).toBe(rotates || repeats)
          expect(successor === generations.at(-1)).toBe(repeats)
          if (rotates && successor !== null) generations.push(successor)
          if (rotates) inGrace = true
          alive &&= rotates || repeats
          expect(await isAlive(session)).toBe(alive)
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('sessions', () => {
  const listing = '{ viewer { sessions { nodes { id current ip userAgent } pageInfo { hasNextPage } } } }'
  const revoking = 'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { session { id } } }'
  type Listed = { viewer: { sessions: { nodes: { id: string; current: boolean }[] } } }

  test('are listed for their owner alone, the one of the request marked', async () => {
    const ada = await auth.person('Ada')
    const other = await auth.signIn(ada.email)
    await auth.person('Bob')
    const { viewer } = await auth.must<Listed>(ada.user, listing)
    expect(viewer.sessions.nodes).toEqual([
      { id: other.user.sessionId, current: false, ip: '192.0.2.1', userAgent: 'test' },
      { id: ada.user.sessionId, current: true, ip: '192.0.2.1', userAgent: 'test' },
    ])
  })

  test('end when their owner revokes them, and nobody else can', async () => {
    const [ada, eve] = [await auth.person('Ada'), await auth.person('Eve')]
    const other = await auth.signIn(ada.email)
    const input = { sessionId: other.user.sessionId }
    expect(await auth.refusal(eve.user, revoking, { input })).toBe('NOT_FOUND')
    expect(await isAlive(other)).toBe(true)
    await auth.must(ada.user, revoking, { input })
    expect(await auth.isRefused(other.accessToken)).toBe(true)
    expect(await isAlive(ada)).toBe(true)
    expect(await auth.refusal(ada.user, revoking, { input })).toBe('NOT_FOUND')
    expect((await auth.audited('session.revoke')).at(-1)).toMatchObject({ actor: { id: ada.user.userId } })
  })

  test('end one by one on signing out, and all of them everywhere', async () => {
    const ada = await auth.founder('Ada')
    const [second, third] = [await auth.signIn(ada.email), await auth.signIn(ada.email)]
    await auth.must(second.user, 'mutation { signOut { accepted } }')
    expect(await auth.isRefused(second.accessToken)).toBe(true)
    await auth.authenticate(third.accessToken)
    await auth.must(third.user, 'mutation { signOut(input: { everywhere: true }) { accepted } }')
    for (const { accessToken } of [ada, third]) expect(await auth.isRefused(accessToken)).toBe(true)
    expect((await auth.audited('session.sign_out')).at(-1)).toMatchObject({
      tenantId: ada.tenantId,
      details: { everywhere: true },
    })
  })

  test('are told to other parts of GraphMemory alone', async () => {
    const ada = await auth.founder('Ada')
    for (const query of [`{ sessionState(id: "${ada.user.sessionId}") { active } }`, '{ signingKeys }']) {
      expect(await auth.refusal(ada.user, query)).toBe('FORBIDDEN')
      expect(await auth.refusal(anonymousIdentity(), query)).toBe('FORBIDDEN')
    }
    expect(await auth.must(serviceIdentity('x'), '{ sessionState(id: "ses_unknown") { active } }')).toEqual({
      sessionState: null,
    })
  })
})
