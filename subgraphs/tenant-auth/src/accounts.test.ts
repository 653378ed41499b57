import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymousIdentity, testRequest } from '@graphmemory/testing/test-identity.ts'
import { password, startTenantAuth, until, type TenantAuth } from './testing/start-tenant-auth.ts'
import { alter, look } from './testing/test-door.ts'

let auth: TenantAuth
beforeAll(async () => {
  auth = await startTenantAuth()
})
afterAll(() => auth[Symbol.asyncDispose]())

const registering = 'mutation ($input: RegisterInput!) { register(input: $input) { accepted } }'
const verifying = 'mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { accepted } }'
const signingIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { ... on Tokens { accessToken } } }'
const forgetting = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { accepted } }'
const resetting = 'mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { accepted } }'

const newEmail = () => `someone.${randomBytes(4).toString('hex')}@example.test`
const from = (ip: string) => ({ ...anonymousIdentity(), request: { ...testRequest(), ip } })
const register = (email: string, more: object = {}) =>
  auth.must(anonymousIdentity(), registering, { input: { email, password, name: 'Someone', ...more } })
const verify = async (token: string) => auth.refusal(anonymousIdentity(), verifying, { input: { token } })

describe('registering', () => {
  test('whoever registers and proves the address can sign in, and is seen by himself', async () => {
    const ada = await auth.person('Ada')
    expect(ada.user).toMatchObject({ kind: 'user', tenantId: null, role: null })
    const { viewer } = await auth.must(
      ada.user,
      '{ viewer { user { name email } apiKey { id } tenant { id } role { name } membership { id } } }',
    )
    expect(viewer).toEqual({
      user: { name: 'Ada', email: ada.email },
      apiKey: null,
      tenant: null,
      role: null,
      membership: null,
    })
    expect((await auth.audited('user.verify_email')).at(-1)).toMatchObject({
      tenantId: 'system',
      type: 'authentication',
      actor: { kind: 'user', id: ada.user.userId },
    })
  })

  test('before the address is proven nobody can sign in', async () => {
    const email = newEmail()
    await register(email)
    expect(await auth.refusal(anonymousIdentity(), signingIn, { input: { email, password } })).toBe('UNAUTHENTICATED')
  })

  test('an address that has an account gets the same answer, and a mail that says so without a token', async () => {
    const ada = await auth.person('Ada')
    const rows = async () => (await look(auth.database, 'select from auth.email_address')).length
    const before = await rows()
    expect(await register(ada.email.toUpperCase(), { password: 'another password' })).toEqual({
      register: { accepted: true },
    })
    const [mail] = await until(async () => {
      const mails = await auth.mails(ada.email, 'ACCOUNT_EXISTS')
      return mails.length > 0 ? mails : null
    })
    expect(mail).toMatchObject({ token: null })
    expect(await auth.mails(ada.email, 'VERIFY_EMAIL')).toHaveLength(1)
    expect(await rows()).toBe(before)
    await auth.signIn(ada.email)
  })

  test('a mailed token opens one account, once, also when it is used many times at once', async () => {
    const email = newEmail()
    await register(email)
    const token = await auth.mailToken(email, 'VERIFY_EMAIL')
    const codes = await Promise.all(Array.from({ length: 10 }, () => verify(token)))
    expect(codes.filter((code) => code === null)).toHaveLength(1)
    expect(codes.filter((code) => code === 'BAD_USER_INPUT')).toHaveLength(9)
  })

  test('of two registrations of one address the first to be proven counts, and the other lapses', async () => {
    const email = newEmail()
    await register(email, { password: 'the password of an attacker' })
    await auth.mailToken(email, 'VERIFY_EMAIL', 1)
    await register(email)
    const second = await auth.mailToken(email, 'VERIFY_EMAIL', 2)
    expect(await verify(second)).toBeNull()
    expect(await verify(await auth.mailToken(email, 'VERIFY_EMAIL', 1))).toBe('BAD_USER_INPUT')
    await auth.signIn(email)
  })

  test('a token that has lapsed, or never was, opens nothing', async () => {
    const email = newEmail()
    await register(email)
    const token = await auth.mailToken(email, 'VERIFY_EMAIL')
    await alter(auth.database, 'update auth.registration set expires_at = now() where email = ?', [email])
    expect(await verify(token)).toBe('BAD_USER_INPUT')
    expect(await verify('')).toBe('BAD_USER_INPUT')
  })

  test.each([
    ['a password of 9 characters', { password: 'x'.repeat(9) }],
    ['a password of 201 characters', { password: 'x'.repeat(201) }],
    ['a password of a million characters', { password: 'x'.repeat(1_000_000) }],
    ['a password with NUL', { password: 'correct horse\0battery' }],
    ['a password that is no Unicode', { password: 'correct horse \uD800' }],
    ['no password', { password: '' }],
    ['an address that is none', { email: 'ada' }],
    ['an address that brings headers', { email: 'ada@example.test\r\nBcc: eve@example.test' }],
    ['no name', { name: '  ' }],
    ['a name with a line break', { name: 'Ada\nClick here' }],
    ['a name of 101 characters', { name: 'x'.repeat(101) }],
  ])('%s is refused with its field', async (_, wrong) => {
    const [field = ''] = Object.keys(wrong)
    const { errors } = await auth.ask(anonymousIdentity(), registering, {
      input: { email: newEmail(), password, name: 'Someone', ...wrong },
    })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field })
  })

  test('mails to one address are limited for whoever asks, and not for others', async () => {
    const email = newEmail()
    const codes: unknown[] = []
    const ask = (ip: string) => auth.refusal(from(ip), registering, { input: { email, password, name: 'Someone' } })
    for (let i = 0; i < 7; i++) codes.push(await ask('198.51.100.7'))
    expect(codes).toEqual([null, null, null, null, null, 'RATE_LIMITED', 'RATE_LIMITED'])
    expect(await ask('198.51.100.8')).toBeNull()
  })
})

describe('a forgotten password', () => {
  test('is replaced by a mailed token, once, and every session ends', async () => {
    const ada = await auth.person('Ada')
    await auth.must(anonymousIdentity(), forgetting, { input: { email: ada.email } })
    const token = await auth.mailToken(ada.email, 'PASSWORD_RESET')
    const input = { token, password: 'a better password' }
    const codes = await Promise.all(
      Array.from({ length: 5 }, () => auth.refusal(anonymousIdentity(), resetting, { input })),
    )
    expect(codes.filter((code) => code === null)).toHaveLength(1)
    expect(await auth.isRefused(ada.accessToken)).toBe(true)
    expect(
      await auth.refusal(
        anonymousIdentity(),
        'mutation ($input: RefreshTokensInput!) { refreshTokens(input: $input) { tokens { accessToken } } }',
        { input: { refreshToken: ada.refreshToken } },
      ),
    ).toBe('UNAUTHENTICATED')
    const signIn = (password: string) =>
      auth.refusal(anonymousIdentity(), signingIn, { input: { email: ada.email, password } })
    expect(await signIn(password)).toBe('UNAUTHENTICATED')
    expect(await signIn('a better password')).toBeNull()
    expect((await auth.audited('user.reset_password')).at(-1)).toMatchObject({
      outcome: 'ALLOWED',
      actor: { kind: 'user', id: ada.user.userId },
    })
  })

  test('of an address without an account gets the same answer and no mail', async () => {
    const [email, known] = [newEmail(), await auth.person('Ada')]
    expect(await auth.must(anonymousIdentity(), forgetting, { input: { email } })).toEqual({
      requestPasswordReset: { accepted: true },
    })
    await auth.must(anonymousIdentity(), forgetting, { input: { email: known.email } })
    await auth.mailToken(known.email, 'PASSWORD_RESET')
    expect(await auth.mails(email, 'PASSWORD_RESET')).toEqual([])
  })

  test('cannot be set by a second mail that was asked for before the first was used', async () => {
    const ada = await auth.person('Ada')
    for (let i = 0; i < 2; i++) await auth.must(anonymousIdentity(), forgetting, { input: { email: ada.email } })
    const [first, second] = [
      await auth.mailToken(ada.email, 'PASSWORD_RESET', 1),
      await auth.mailToken(ada.email, 'PASSWORD_RESET', 2),
    ]
    const reset = (token: string) =>
      auth.refusal(anonymousIdentity(), resetting, { input: { token, password: 'a better password' } })
    expect(await reset(second)).toBeNull()
    expect(await reset(first)).toBe('BAD_USER_INPUT')
  })
})

test('no row that is kept could be used to sign in', async () => {
  const ada = await auth.founder('Ada')
  const { createApiKey } = await auth.must<{ createApiKey: { secret: string } }>(
    ada.user,
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
    { input: { name: 'robot', scopes: ['memory:read'] } },
  )
  const secrets = [password, ada.accessToken, ada.refreshToken, createApiKey.secret]
  for (const mail of ['VERIFY_EMAIL']) secrets.push(await auth.mailToken(ada.email, mail))
  const tables = await look<{ name: string }>(
    auth.database,
    `select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('auth', 'audit')`,
  )
  expect(tables.length).toBeGreaterThan(10)
  for (const { name } of tables) {
    const rows = JSON.stringify(await look(auth.database, `select t::text from ${name} t`))
    for (const secret of secrets) expect(rows).not.toContain(secret)
  }
})
