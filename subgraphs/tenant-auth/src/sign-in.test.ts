import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymousIdentity, testRequest } from '@graphmemory/testing/test-identity.ts'
import { password, startTenantAuth, type TenantAuth } from './testing/start-tenant-auth.ts'

let auth: TenantAuth
beforeAll(async () => {
  auth = await startTenantAuth()
})
afterAll(() => auth[Symbol.asyncDispose]())

const signingIn = `mutation ($input: SignInInput!) {
  signIn(input: $input) { __typename ... on Tokens { accessToken refreshToken expiresAt } } }`
const from = (ip: string) => ({ ...anonymousIdentity(), request: { ...testRequest(), ip } })
const wrong = (email: string, ip = '192.0.2.1') =>
  auth.refusal(from(ip), signingIn, { input: { email, password: 'not the password' } })
const right = (email: string, ip = '192.0.2.1') => auth.refusal(from(ip), signingIn, { input: { email, password } })

describe('signing in', () => {
  test('gives tokens whose access token names the person and the sole tenant', async () => {
    const ada = await auth.founder('Ada')
    const { signIn } = await auth.must<{ signIn: { expiresAt: string } }>(anonymousIdentity(), signingIn, {
      input: { email: ` ${ada.email.toUpperCase()}`, password },
    })
    expect(signIn).toMatchObject({ __typename: 'Tokens' })
    expect(Date.parse(signIn.expiresAt) - Date.now()).toBeGreaterThan(290_000)
    const { user } = await auth.signIn(ada.email)
    expect(user).toMatchObject({ userId: ada.user.userId, tenantId: ada.tenantId, role: 'owner' })
    expect(user.sessionId).not.toBe(ada.user.sessionId)
    expect((await auth.audited('session.sign_in')).at(-1)).toMatchObject({
      tenantId: ada.tenantId,
      type: 'authentication',
      outcome: 'ALLOWED',
      actor: { kind: 'user', id: ada.user.userId },
    })
  })

  test('with several tenants gives the one that is asked for, and none without a wish', async () => {
    const [ada, bob] = [await auth.founder('Ada'), await auth.founder('Bob')]
    await auth.must(
      bob.user,
      'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { invitation { id } } }',
      {
        input: { email: ada.email, role: 'viewer' },
      },
    )
    await auth.must(
      ada.user,
      'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { membership { id } } }',
      {
        input: { token: await auth.mailToken(ada.email, 'INVITATION') },
      },
    )
    expect((await auth.signIn(ada.email)).user).toMatchObject({ tenantId: null, role: null })
    expect((await auth.signIn(ada.email, bob.slug)).user).toMatchObject({ tenantId: bob.tenantId, role: 'viewer' })
    expect(
      await auth.refusal(anonymousIdentity(), signingIn, { input: { email: bob.email, password, tenant: ada.slug } }),
    ).toBe('NOT_FOUND')
  })

  test('a wrong password and an unknown address look the same, and are recorded as failed', async () => {
    const ada = await auth.person('Ada')
    const answers = await Promise.all(
      [ada.email, 'nobody@example.test'].map((email) =>
        auth.ask(anonymousIdentity(), signingIn, { input: { email, password: 'not the password' } }),
      ),
    )
    expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]))
    expect(answers[0]?.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' })
    const failed = (await auth.audited('session.sign_in')).filter(({ outcome }) => outcome === 'FAILED')
    expect(failed.slice(-2)).toMatchObject([
      { tenantId: 'system', actor: { kind: 'anonymous', id: null } },
      { tenantId: 'system', actor: { kind: 'anonymous', id: null } },
    ])
  })

  test.each(['', 'x'.repeat(1_000_000), 'correct horse\0battery'])(
    'a password of the wrong shape is refused before any work',
    async (given) => {
      const { errors } = await auth.ask(anonymousIdentity(), signingIn, {
        input: { email: 'ada@example.test', password: given },
      })
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'password' })
    },
  )
})

describe('guessing passwords', () => {
  test('is slowed down, also by a hundred aliases a request, and says how long to wait', async () => {
    const ada = await auth.person('Ada')
    const aliases = Array.from({ length: 100 }, (_, i) => `a${i}: signIn(input: $input) { __typename }`).join(' ')
    const failures = async () =>
      (await auth.audited('session.sign_in')).filter(({ outcome }) => outcome === 'FAILED').length
    const before = await failures()
    const errors = []
    for (let i = 0; i < 6; i++) {
      const answer = await auth.ask(from('198.51.100.1'), `mutation ($input: SignInInput!) { ${aliases} }`, {
        input: { email: ada.email, password: 'not the password' },
      })
      errors.push(...(answer.errors ?? []))
    }
    // Of 600 tries five are free, and a few more come due while the test runs.
    expect((await failures()) - before).toBeLessThan(15)
    const limited = errors.find(({ extensions }) => extensions['code'] === 'RATE_LIMITED')
    expect(limited?.extensions['retryAfterMs']).toBeGreaterThan(0)
    expect(await right(ada.email, '198.51.100.1')).toBe('RATE_LIMITED')
  })

  test('by many at once gets no further than one after the other', async () => {
    const ada = await auth.person('Ada')
    const codes = await Promise.all(Array.from({ length: 40 }, () => wrong(ada.email, '198.51.100.2')))
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(5)
  })

  test('does not keep the owner out, who comes from elsewhere', async () => {
    const ada = await auth.person('Ada')
    for (let i = 0; i < 8; i++) await wrong(ada.email, '198.51.100.3')
    expect(await wrong(ada.email, '198.51.100.3')).toBe('RATE_LIMITED')
    expect(await right(ada.email, '192.0.2.55')).toBeNull()
  })

  test('from many networks is limited for networks that the account was never used from, and not for its own', async () => {
    const ada = await auth.person('Ada')
    const codes: unknown[] = []
    for (let i = 0; i < 105; i++) codes.push(await wrong(ada.email, `203.0.113.${i}`))
    expect(codes.slice(0, 100).every((code) => code === 'UNAUTHENTICATED')).toBe(true)
    expect(codes.slice(100)).toContain('RATE_LIMITED')
    expect(await right(ada.email)).toBeNull()
  })

  test('over many accounts from one network is limited', { timeout: 120_000 }, async () => {
    await using strict = await startTenantAuth({
      env: {
        GM_ENV: 'staging',
        PUBLIC_URL: 'https://memory.example.test',
        SMTP_URL: 'smtp://127.0.0.1:1',
        MAIL_FROM: 'memory@example.test',
      },
    })
    const codes: unknown[] = []
    for (let i = 0; i < 33; i++) {
      // The /64 of one customer is one network, whichever of its addresses he takes.
      const request = { ...testRequest(), ip: `2001:db8:1:2::${i.toString(16)}` }
      const input = { email: `person${i}@example.test`, password: 'not the password' }
      codes.push(await strict.refusal({ kind: 'anonymous', request }, signingIn, { input }))
    }
    expect(codes.slice(0, 30).every((code) => code === 'UNAUTHENTICATED')).toBe(true)
    expect(codes.slice(30)).toContain('RATE_LIMITED')
  })

  test('is forgotten by a right password', async () => {
    const ada = await auth.person('Ada')
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) expect(await wrong(ada.email)).toBe('UNAUTHENTICATED')
      expect(await right(ada.email)).toBeNull()
    }
  })
})
