import { randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { testConnection } from '@graphmemory/testing/test-database.ts'
import { openDatabase } from '@graphmemory/database/database.ts'
import { createKeyRing } from '@graphmemory/sealing/key-ring.ts'
import { openSigningKeys } from './signing-keys.ts'
import { definition, startTenantAuth, testEnv, type Person, type TenantAuth } from './testing/start-tenant-auth.ts'
import { alter, look } from './testing/test-door.ts'

let auth: TenantAuth
let ada: Person
beforeAll(async () => {
  auth = await startTenantAuth()
  ada = await auth.person('Ada')
})
afterAll(() => auth[Symbol.asyncDispose]())

const operator = serviceIdentity('cli')
const rotating = 'mutation { rotateSigningKeys { activeKeyId } }'
const keyIdOf = (token: string) => decodeProtectedHeader(token).kid
const published = async () => {
  const { signingKeys } = await auth.must<{ signingKeys: { keys: JWK[] } }>(operator, '{ signingKeys }')
  return signingKeys.keys
}
const passed = (state: string, interval: string) =>
  alter(
    auth.database,
    `update auth.signing_key set created_at = created_at - interval '${interval}',
      activated_at = activated_at - interval '${interval}', retiring_at = retiring_at - interval '${interval}'
      where state = ?`,
    [state],
  )

describe('an access token', () => {
  test('says who, in which session and tenant, for five minutes, and nothing personal', async () => {
    const bob = await auth.founder('Bob')
    const header = decodeProtectedHeader(bob.accessToken)
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.stringMatching(/^sig_/) })
    const claims = decodeJwt(bob.accessToken)
    expect(Object.keys(claims).toSorted()).toEqual([
      'aud',
      'exp',
      'iat',
      'iss',
      'jti',
      'pv',
      'role',
      'sid',
      'sub',
      'tid',
    ])
    expect(claims).toMatchObject({ iss: 'graphmemory', aud: 'graphmemory', tid: bob.tenantId, role: 'owner' })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300)
  })

  test('that is not exactly ours is refused', async () => {
    const claims = decodeJwt(ada.accessToken)
    const kid = keyIdOf(ada.accessToken) ?? ''
    const [publicKey] = (await published()).filter((key) => key.kid === kid)
    const { privateKey } = await generateKeyPair('EdDSA')
    const foreign = (change: (token: SignJWT) => SignJWT, header: object = {}) =>
      change(new SignJWT(claims))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header })
        .sign(privateKey)
    const withPublicKey = (alg: string) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, typ: 'at+jwt', kid })
        .sign(Buffer.from(publicKey?.x ?? '', 'base64url'))
    const [head = '', body = '', signature = ''] = ada.accessToken.split('.')
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'usr_other' })).toString('base64url')
    const headed = (header: object) =>
      [Buffer.from(JSON.stringify(header)).toString('base64url'), body, signature].join('.')

    const forgeries = {
      'without a signature': new UnsecuredJWT(claims).encode(),
      'alg NoNe': headed({ alg: 'NoNe', typ: 'at+jwt', kid }),
      'signed by another key under our key id': await foreign((token) => token),
      'with its own key in the header': await foreign((token) => token, { jwk: publicKey }),
      'with the address of its key': await foreign((token) => token, { jku: 'https://evil.example/jwks.json' }),
      'by HMAC with our public key': await withPublicKey('HS256'),
      'with changed claims': [head, changed, signature].join('.'),
      'with another type': headed({ alg: 'EdDSA', typ: 'JWT', kid }),
      'without a key id': headed({ alg: 'EdDSA', typ: 'at+jwt' }),
      'with an unknown key id': headed({ alg: 'EdDSA', typ: 'at+jwt', kid: 'sig_none' }),
      'with a path as key id': headed({ alg: 'EdDSA', typ: 'at+jwt', kid: '../../dev/null' }),
      'cut short': ada.accessToken.slice(0, -4),
      'that is a refresh token': ada.refreshToken,
      'that is empty': '',
      'that is no token': 'a.b.c',
    }
    for (const [what, token] of Object.entries(forgeries)) {
      await expect(auth.authenticate(token), what).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    }
  })

  test('for another audience or issuer, lapsed, from the future or long-lived is refused, though we signed it', async () => {
    const ring = createKeyRing([
      { version: 'v1', key: Buffer.from(testEnv['KEY_ENCRYPTION_KEYS']?.slice(3) ?? '', 'base64') },
    ])
    const { id, privateKey } = await (await openSigningKeys(auth.database, ring, operator)).active()
    const claims = decodeJwt(ada.accessToken)
    const now = Math.floor(Date.now() / 1000)
    const sign = (changes: object) =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: id })
        .sign(privateKey)
    expect(await auth.authenticate(await sign({}))).toMatchObject({ userId: ada.user.userId })
    for (const changes of [
      { aud: 'another' },
      { iss: 'another' },
      { exp: now - 1 },
      { iat: now + 3_600, exp: now + 3_900 },
      { iat: now - 86_400, exp: now + 86_400 },
      { sid: 'ses_none' },
      { sub: 'usr_other' },
      { pv: 99 },
      { jti: undefined },
    ]) {
      await expect(auth.authenticate(await sign(changes)), JSON.stringify(changes)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      })
    }
  })

  test('of an ended session is refused in its padded form as well', async () => {
    const bob = await auth.person('Bob')
    await auth.must(bob.user, 'mutation { signOut { accepted } }')
    expect(await auth.isRefused(bob.accessToken)).toBe(true)
    expect(await auth.isRefused(`${bob.accessToken}==`)).toBe(true)
  })
})

describe('signing keys', () => {
  test('are published before they sign, sign in turn, and are verified with until their tokens have lapsed', async () => {
    const before = await auth.signIn(ada.email)
    const [active, next] = (await published()).map(({ kid }) => kid)
    expect(keyIdOf(before.accessToken)).toBe(active)
    expect(await auth.refusal(operator, rotating)).toBe('CONFLICT')

    await passed('next', '6 minutes')
    expect(await auth.must(operator, rotating)).toEqual({ rotateSigningKeys: { activeKeyId: next } })
    const after = await auth.signIn(ada.email)
    expect(keyIdOf(after.accessToken)).toBe(next)
    for (const { accessToken } of [before, after]) {
      expect(await auth.authenticate(accessToken)).toMatchObject({ userId: ada.user.userId })
    }
    const third = (await published()).map(({ kid }) => kid)
    expect(third).toHaveLength(3)
    expect((await auth.audited('signing_key.rotate')).at(-1)).toMatchObject({
      tenantId: 'system',
      type: 'security_event',
      actor: { kind: 'service', id: 'cli' },
    })
    expect(await auth.refusal(ada.user, rotating)).toBe('FORBIDDEN')
  })

  test('that nothing is verified with any more are retired, and their private part is gone', async () => {
    await passed('retiring', '21 minutes')
    const ring = createKeyRing([
      { version: 'v1', key: Buffer.from(testEnv['KEY_ENCRYPTION_KEYS']?.slice(3) ?? '', 'base64') },
    ])
    const keys = await openSigningKeys(auth.database, ring, operator)
    await keys.maintain(operator)
    const rows = await look<{ state: string; gone: boolean }>(
      auth.database,
      'select state, private_sealed is null as gone from auth.signing_key order by created_at',
    )
    expect(rows).toContainEqual({ state: 'retired', gone: true })
    expect(await keys.publicKeys()).toMatchObject({ keys: { length: 2 } })
  })

  test('have no private part in what is published', async () => {
    for (const key of await published())
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    const route = auth.subgraph.routes.find(({ path }) => path === '/.well-known/jwks.json')
    const answer = await route?.handle({
      query: new URLSearchParams(),
      headers: {},
      body: (async function* nothing() {})(),
      ip: '192.0.2.1',
    })
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/jwk-set+json' } })
    expect(JSON.parse(typeof answer?.body === 'string' ? answer.body : '')).toEqual({ keys: await published() })
  })
})

describe('two processes', () => {
  test('that start at once make one active key and one next, and rotate once', async () => {
    const connection = await testConnection(definition.modules)
    await using database = await openDatabase(connection, definition.modules)
    const ring = createKeyRing([{ version: 'v1', key: randomBytes(32) }])
    let now = Date.now()
    const [one, two] = await Promise.all([
      openSigningKeys(database, ring, operator, () => now),
      openSigningKeys(database, ring, operator, () => now),
    ])
    const count = async () =>
      (await look<{ state: string }>(database, 'select state from auth.signing_key'))
        .map(({ state }) => state)
        .toSorted()
    expect(await count()).toEqual(['active', 'next'])
    const [first, second] = [await one.active(), await two.active()]
    expect(first.id).toBe(second.id)
    await alter(database, `update auth.signing_key set created_at = now() - interval '6 minutes'`)
    const outcomes = await Promise.allSettled([one.rotate(operator), two.rotate(operator)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await count()).toEqual(['active', 'next', 'retiring'])
    now += 31_000
    expect((await one.active()).id).toBe((await two.active()).id)
    expect((await one.active()).id).not.toBe(first.id)
  })

  test('seal anew what an old key-encryption key holds, so that it can leave', async () => {
    const connection = await testConnection(definition.modules)
    await using database = await openDatabase(connection, definition.modules)
    const [v1, v2] = [
      { version: 'v1', key: randomBytes(32) },
      { version: 'v2', key: randomBytes(32) },
    ]
    const before = await (await openSigningKeys(database, createKeyRing([v1]), operator)).active()
    const both = await openSigningKeys(database, createKeyRing([v2, v1]), operator)
    await both.maintain(operator)
    const after = await (await openSigningKeys(database, createKeyRing([v2]), operator)).active()
    expect(after.id).toBe(before.id)
  })
})
