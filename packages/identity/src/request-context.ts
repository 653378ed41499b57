import { KeyObject, sign as edSign } from 'node:crypto'
import { createLocalJWKSet, jwtVerify, SignJWT, type CryptoKey, type JSONWebKeySet } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from './identity.ts'

/** The header in which the identity travels from the gateway, or one subgraph, to another. */
export const contextHeader = 'x-gm-ctx'
/** The header that names the request which the identity came with. */
export const requestHeader = 'x-gm-request'

/** What is sent along with a call: headers over HTTP, the extensions of a payload over a socket. */
export type ContextHeaders = Readonly<Record<string, string>>

const lifetimeSeconds = 60
const type = 'gm-ctx+jwt'

/** Tokens are used again until so long before they expire, which is more than a call may take. */
const spareMs = 15_000
const maxKept = 10_000

/** A part of GraphMemory that may speak for callers: its name, key id and Ed25519 private key. */
export type ContextSigner = {
  readonly issuer: string
  readonly keyId: string
  readonly privateKey: KeyObject | CryptoKey
}

/**
 * Makes what signs identities for one subgraph (the audience), each for 60 seconds. A signature costs more than all else in a
 * call, so that what is signed leaves out what each request has of its own, its id and trace, and one token serves the
 * requests that are alike in all else: caller, session, rights, address and client.
 */
export function createContextSigner(audience: string, signer: ContextSigner) {
  const kept = new LRUCache<string, { readonly token: Promise<string>; readonly until: number }>({ max: maxKept })
  return async (identity: Identity): Promise<ContextHeaders> => {
    const { id, traceparent } = identity.request
    const claim = claimOf(identity)
    let known = kept.get(claim)
    if (known === undefined || known.until < Date.now()) {
      const token = sign(claim, audience, signer)
      known = { token, until: Date.now() + lifetimeSeconds * 1_000 - spareMs }
      kept.set(claim, known)
      token.catch(() => kept.delete(claim))
    }
    return {
      [contextHeader]: await known.token,
      [requestHeader]: id,
      ...(traceparent !== undefined && { traceparent }),
    }
  }
}

/** A request's identity is signed for several subgraphs. */
const claims = new WeakMap<Identity, string>()

function claimOf(identity: Identity): string {
  let claim = claims.get(identity)
  if (claim === undefined) {
    const { ip, userAgent } = identity.request
    claims.set(identity, (claim = JSON.stringify({ ...identity, request: { ip, userAgent } })))
  }
  return claim
}

/** A `KeyObject` is signed with in a third of the time that a `CryptoKey` takes. */
async function sign(claim: string, audience: string, signer: ContextSigner): Promise<string> {
  const header = { alg: 'EdDSA', typ: type, kid: signer.keyId }
  const identity: unknown = JSON.parse(claim)
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
  return `${signed}.${edSign(null, Buffer.from(signed), signer.privateKey).toString('base64url')}`
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * Makes the check that a subgraph runs on every call: signature by a trusted key, this audience, not expired, and a request
 * that has a name. Throws `UNAUTHENTICATED` for anything else, without saying what was wrong. What a token says is known
 * from its first use on.
 */
export function createContextVerifier(audience: string, trustedKeys: JSONWebKeySet) {
  const keys = createLocalJWKSet(trustedKeys)
  const kept = new LRUCache<string, { readonly identity: SignedIdentity; readonly until: number }>({ max: maxKept })

  const read = async (token: string): Promise<SignedIdentity> => {
    const known = kept.get(token)
    if (known !== undefined && Date.now() < known.until) return known.identity
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      typ: type,
      audience,
      requiredClaims: ['iat', 'exp', 'iss'],
      maxTokenAge: lifetimeSeconds,
    })
    if (protectedHeader.kid === undefined) throw refused()
    const identity = identitySchema.parse(payload['identity'])
    const { iat, exp } = times.parse(payload)
    kept.set(token, { identity, until: 1_000 * Math.min(exp, iat + lifetimeSeconds) })
    return identity
  }

  return async (headers: Readonly<Record<string, unknown>> | null | undefined): Promise<Identity> => {
    const id = headers?.[requestHeader]
    const token = headers?.[contextHeader]
    if (typeof token !== 'string' || typeof id !== 'string' || !requestForm.test(id)) throw refused()
    const traceparent = headers?.['traceparent']
    try {
      const identity = await read(token)
      const request = { ...identity.request, id, ...(typeof traceparent === 'string' && { traceparent }) }
      return { ...identity, request }
    } catch {
      throw refused()
    }
  }
}

const requestForm = /^[\w-]{1,64}$/

const refused = () => new ClientError('UNAUTHENTICATED', 'This endpoint answers the gateway only')

const times = z.object({ iat: z.number(), exp: z.number() })
const request = z.strictObject({ ip: z.string().nullable(), userAgent: z.string().nullable() })
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
type SignedIdentity = z.output<typeof identitySchema>
