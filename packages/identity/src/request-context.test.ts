import { createPrivateKey, KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JSONWebKeySet } from 'jose'
import { beforeAll, expect, test, vi } from 'vitest'
import { anonymousIdentity, apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import type { Identity } from './identity.ts'
import {
  contextHeader,
  createContextSigner,
  createContextVerifier,
  requestHeader,
  type ContextSigner,
} from './request-context.ts'

let signer: ContextSigner
let trusted: JSONWebKeySet
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  signer = { issuer: 'gateway', keyId: 'k1', privateKey }
  trusted = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' }] }
})
const signContext = (identity: Identity, audience: string, by = signer) => createContextSigner(audience, by)(identity)
const refused = expect.objectContaining({ code: 'UNAUTHENTICATED' })

test('every kind of identity arrives as it was sent', async () => {
  const verify = createContextVerifier('audit', trusted)
  const identities = [
    anonymousIdentity(),
    userIdentity(),
    userIdentity({ tenantId: null, role: null }),
    userIdentity({ grants: ['memory:read'] }),
    apiKeyIdentity({ scopes: ['memory:read'] }),
    serviceIdentity('collaboration', 'ten_1', 'usr_1'),
  ]
  for (const identity of identities) expect(await verify(await signContext(identity, 'audit'))).toEqual(identity)
})

test("a token signed with Node's own form of the key is taken like any other", async () => {
  if (signer.privateKey instanceof KeyObject) throw new Error('the signer has a key of the other form')
  const key = createPrivateKey({ key: await exportJWK(signer.privateKey), format: 'jwk' })
  const verify = createContextVerifier('audit', trusted)
  const identity = userIdentity()
  expect(await verify(await signContext(identity, 'audit', { ...signer, privateKey: key }))).toEqual(identity)
  await expect(verify(await signContext(identity, 'others', { ...signer, privateKey: key }))).rejects.toEqual(refused)
})

test('nothing but a fresh token of a trusted key for this audience is taken', async () => {
  const verify = createContextVerifier('audit', trusted)
  const identity = userIdentity()
  const { privateKey: stranger } = await generateKeyPair('EdDSA')
  const { id, ...request } = identity.request
  const claim = { ...identity, request }
  const named = (token: string) => ({ [contextHeader]: token, [requestHeader]: id })
  const sign = async (header: { alg: string; typ?: string; kid?: string }, key = signer.privateKey) =>
    named(
      await new SignJWT({ identity: claim })
        .setProtectedHeader(header)
        .setIssuer('gateway')
        .setAudience('audit')
        .setIssuedAt()
        .setExpirationTime('60s')
        .sign(key),
    )
  const { [contextHeader]: token = '' } = await signContext(identity, 'audit')
  const wrong: Record<string, Readonly<Record<string, string>> | undefined> = {
    'no headers': undefined,
    'no token': { [requestHeader]: id },
    'no request': { [contextHeader]: token },
    'a request with a name that none has': { [contextHeader]: token, [requestHeader]: 'a\nb' },
    'an empty one': named(''),
    'not a token': named('a.b.c'),
    'for another subgraph': await signContext(identity, 'memory-graph'),
    'by a stranger under a known key id': await signContext(identity, 'audit', { ...signer, privateKey: stranger }),
    'by an unknown key': await signContext(identity, 'audit', { ...signer, keyId: 'k2' }),
    'without a key id': await sign({ alg: 'EdDSA', typ: 'gm-ctx+jwt' }),
    'of another type': await sign({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k1' }),
    'without a signature': named(
      new UnsecuredJWT({ identity: claim }).setAudience('audit').setIssuedAt().setExpirationTime('60s').encode(),
    ),
  }
  for (const [what, headers] of Object.entries(wrong)) {
    await expect(verify(headers), what).rejects.toEqual(refused)
  }
  expect(await verify(await sign({ alg: 'EdDSA', typ: 'gm-ctx+jwt', kid: 'k1' }))).toEqual(identity)
})

test('a token is taken for a minute and no longer', async () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
  try {
    const verify = createContextVerifier('audit', trusted)
    const token = await signContext(userIdentity(), 'audit')
    vi.setSystemTime(Date.now() + 59_000)
    await expect(verify(token)).resolves.toBeDefined()
    vi.setSystemTime(Date.now() + 2_000)
    await expect(verify(token)).rejects.toEqual(refused)
  } finally {
    vi.useRealTimers()
  }
})

test('a signed identity of an unknown shape is refused', async () => {
  const verify = createContextVerifier('audit', trusted)
  const made = { ...userIdentity(), kind: 'superuser' }
  // Only a broken or foreign signer could send this.
  const token = await signContext(made as unknown as ReturnType<typeof userIdentity>, 'audit')
  await expect(verify(token)).rejects.toEqual(refused)
})

test('requests that are alike in all but id and trace share a token, and each keeps its own', async () => {
  const sign = createContextSigner('audit', signer)
  const verify = createContextVerifier('audit', trusted)
  const one = userIdentity()
  const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`
  const other = { ...one, request: { ...one.request, id: 'req_other', traceparent } }
  const [first, second] = [await sign(one), await sign(other)]
  expect(second[contextHeader]).toBe(first[contextHeader])
  expect(await verify(first)).toEqual(one)
  expect(await verify(second)).toEqual(other)
})

test.each([
  ['person', { userId: 'usr_2' }],
  ['session', { sessionId: 'ses_2' }],
  ['tenant', { tenantId: 'ten_2' }],
  ['role', { role: 'viewer' }],
  ['version of permissions', { permissionVersion: 2 }],
  ['list of grants', { grants: ['memory:read'] }],
  ['address', { request: { id: 'r', ip: '192.0.2.2', userAgent: 'test' } }],
  ['client', { request: { id: 'r', ip: '192.0.2.1', userAgent: 'other' } }],
])('another %s is signed for itself', async (_what, change) => {
  const sign = createContextSigner('audit', signer)
  const verify = createContextVerifier('audit', trusted)
  const one = userIdentity()
  const other = { ...one, ...change }
  const [first, second] = [await sign(one), await sign(other)]
  expect(second[contextHeader]).not.toBe(first[contextHeader])
  expect(await verify(second)).toEqual(other)
})

test('a token is signed anew before it expires', async () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
  try {
    const sign = createContextSigner('audit', signer)
    const verify = createContextVerifier('audit', trusted)
    const identity = userIdentity()
    const first = await sign(identity)
    vi.setSystemTime(Date.now() + 44_000)
    expect(await sign(identity)).toEqual(first)
    vi.setSystemTime(Date.now() + 2_000)
    const next = await sign(identity)
    expect(next).not.toEqual(first)
    vi.setSystemTime(Date.now() + 44_000)
    await expect(verify(next)).resolves.toEqual(identity)
    await expect(verify(first)).rejects.toEqual(refused)
  } finally {
    vi.useRealTimers()
  }
})
