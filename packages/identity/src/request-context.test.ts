import { createPrivateKey, KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JSONWebKeySet } from 'jose'
import { beforeAll, expect, test, vi } from 'vitest'
import { anonymousIdentity, apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { createContextVerifier, signContext, type ContextSigner } from './request-context.ts'

let signer: ContextSigner
let trusted: JSONWebKeySet
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  signer = { issuer: 'gateway', keyId: 'k1', privateKey }
  trusted = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' }] }
})
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
  for (const identity of identities)
    expect(await verify(await signContext(identity, 'audit', signer))).toEqual(identity)
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
  const sign = (header: { alg: string; typ?: string; kid?: string }, key = signer.privateKey) =>
    new SignJWT({ identity })
      .setProtectedHeader(header)
      .setIssuer('gateway')
      .setAudience('audit')
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(key)
  const wrong: Record<string, string | undefined> = {
    'no token': undefined,
    'an empty one': '',
    'not a token': 'a.b.c',
    'for another subgraph': await signContext(identity, 'memory-graph', signer),
    'by a stranger under a known key id': await signContext(identity, 'audit', { ...signer, privateKey: stranger }),
    'by an unknown key': await signContext(identity, 'audit', { ...signer, keyId: 'k2' }),
    'without a key id': await sign({ alg: 'EdDSA', typ: 'gm-ctx+jwt' }),
    'of another type': await sign({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k1' }),
    'without a signature': new UnsecuredJWT({ identity })
      .setAudience('audit')
      .setIssuedAt()
      .setExpirationTime('60s')
      .encode(),
  }
  for (const [what, token] of Object.entries(wrong)) {
    await expect(verify(token), what).rejects.toEqual(refused)
  }
  expect(await verify(await sign({ alg: 'EdDSA', typ: 'gm-ctx+jwt', kid: 'k1' }))).toEqual(identity)
})

test('a token is taken for a minute and no longer', async () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
  try {
    const verify = createContextVerifier('audit', trusted)
    const token = await signContext(userIdentity(), 'audit', signer)
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
  const token = await signContext(made as unknown as ReturnType<typeof userIdentity>, 'audit', signer)
  await expect(verify(token)).rejects.toEqual(refused)
})
