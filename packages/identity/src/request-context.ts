import { KeyObject, sign } from 'node:crypto'
import { createLocalJWKSet, jwtVerify, SignJWT, type CryptoKey, type JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from './identity.ts'

/** The header in which the identity travels from the gateway, or one subgraph, to another. */
export const contextHeader = 'x-gm-ctx'

const lifetimeSeconds = 60
const type = 'gm-ctx+jwt'

/** A part of GraphMemory that may speak for callers: its name, key id and Ed25519 private key. */
export type ContextSigner = {
  readonly issuer: string
  readonly keyId: string
  readonly privateKey: KeyObject | CryptoKey
}

/**
 * Signs an identity for one subgraph (the audience) for 60 seconds. A `KeyObject` is signed with in a third of the time
 * that a `CryptoKey` takes.
 */
export async function signContext(identity: Identity, audience: string, signer: ContextSigner): Promise<string> {
  const header = { alg: 'EdDSA', typ: type, kid: signer.keyId }
  if (!(signer.privateKey instanceof KeyObject)) {
    return new SignJWT({ identity })
      .setProtectedHeader(header)
      .setIssuer(signer.issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(signer.privateKey)
  }
  const iat = Math.floor(Date.now() / 1_000)
  const claims = { identity, iss: signer.issuer, aud: audience, iat, exp: iat + lifetimeSeconds }
  const signed = `${base64url(header)}.${base64url(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), signer.privateKey).toString('base64url')}`
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * Makes the check that a subgraph runs on every call: signature by a trusted key, this audience, not expired.
 * Throws `UNAUTHENTICATED` for anything else, without saying what was wrong.
 */
export function createContextVerifier(audience: string, trustedKeys: JSONWebKeySet) {
  const keys = createLocalJWKSet(trustedKeys)
  return async (token: string | undefined): Promise<Identity> => {
    if (token === undefined) throw refused()
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        algorithms: ['EdDSA'],
        typ: type,
        audience,
        requiredClaims: ['iat', 'exp', 'iss'],
        maxTokenAge: lifetimeSeconds,
      })
      if (protectedHeader.kid === undefined) throw refused()
      return identitySchema.parse(payload['identity'])
    } catch {
      throw refused()
    }
  }
}

const refused = () => new ClientError('UNAUTHENTICATED', 'This endpoint answers the gateway only')

const request = z.strictObject({
  id: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  traceparent: z.string().exactOptional(),
})
const identitySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('anonymous'), request }),
  z.strictObject({
    kind: z.literal('user'),
    userId: z.string(),
    sessionId: z.string(),
    tenantId: z.string().nullable(),
    role: z.string().nullable(),
    permissionVersion: z.int(),
    grants: z.array(z.string()).readonly().exactOptional(),
    request,
  }),
  z.strictObject({
    kind: z.literal('apiKey'),
    apiKeyId: z.string(),
    tenantId: z.string(),
    scopes: z.array(z.string()).readonly(),
    request,
  }),
  z.strictObject({
    kind: z.literal('service'),
    service: z.string(),
    tenantId: z.string().nullable(),
    onBehalfOf: z.string().nullable(),
    request,
  }),
])
