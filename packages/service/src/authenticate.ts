import { createHash } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { ApiKey, Identity, RequestInfo, Service, User } from '@graphmemory/identity/identity.ts'
import type { SubgraphSource } from './subgraph-source.ts'

/**
 * Tells who presents a bearer token (an access token or an API key; none is anonymous). Throws `UNAUTHENTICATED` for a
 * token that is not valid now, `UNAVAILABLE` where that cannot be found out.
 */
export type Authenticate = (bearer: string | undefined, request: RequestInfo) => Promise<Identity>

export type AuthenticatorOptions = {
  readonly tenantAuth: SubgraphSource
  readonly issuer: string
  readonly audience: string
  readonly events: EventBus
  /** How long an answer about a session or a key is believed without news, which bounds what lost news can cost. */
  readonly trustMs?: number
}

const apiKeyPrefix = 'gm_'
const keysMs = 60_000

const sessionAnswer = z.object({
  sessionState: z
    .object({
      userId: z.string(),
      active: z.boolean(),
      permissionVersion: z.int(),
      grants: z.array(z.string()).nullish(),
    })
    .nullable(),
})
const keyAnswer = z.object({
  apiKeyIdentity: z.object({ apiKeyId: z.string(), tenantId: z.string(), scopes: z.array(z.string()) }).nullable(),
})
const keysAnswer = z.object({ signingKeys: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) })
const claims = z.object({
  sub: z.string(),
  sid: z.string(),
  tid: z.string().nullish(),
  role: z.string().nullish(),
  pv: z.int(),
  jti: z.string(),
  exp: z.number(),
})

type Session = z.output<typeof sessionAnswer>['sessionState']
type Key = z.output<typeof keyAnswer>['apiKeyIdentity']

/** Makes the one check of access tokens and API keys, with its caches; `identity.changed` empties what it is about. */
export async function createAuthenticator(
  options: AuthenticatorOptions,
): Promise<{ authenticate: Authenticate } & AsyncDisposable> {
  const { tenantAuth, issuer, audience, events, trustMs = 10_000 } = options
  const sessions = new LRUCache<string, Promise<Session>>({ max: 100_000, ttl: trustMs })
  const keys = new LRUCache<string, Promise<Key>>({ max: 100_000, ttl: trustMs })
  /** What signed tokens say never changes: only sessions are asked about again. A key that is withdrawn counts until `keysMs`. */
  const verified = new LRUCache<string, z.output<typeof claims>>({ max: 20_000 })
  let keySet:
    | { readonly set: ReturnType<typeof createLocalJWKSet>; readonly ids: ReadonlySet<string>; readonly readAt: number }
    | undefined

  const ask = async <Answer>(
    shape: z.ZodType<Answer>,
    query: string,
    request: RequestInfo,
    variables = {},
  ): Promise<Answer> => {
    const identity: Service = { kind: 'service', service: 'authenticator', tenantId: null, onBehalfOf: null, request }
    const { data, errors } = await tenantAuth.process({ query, variables, identity })
    if (errors?.[0] !== undefined) throw new ClientError('UNAVAILABLE', 'Sign-ins cannot be checked now; try again')
    return shape.parse(data)
  }
  /** Shares one question among everybody who asks it at once; a failed one is not kept. */
  const once = <Value>(
    cache: LRUCache<string, Promise<Value>>,
    key: string,
    read: () => Promise<Value>,
  ): Promise<Value> => {
    const known = cache.get(key)
    if (known !== undefined) return known
    const reading = read()
    cache.set(key, reading)
    reading.catch(() => cache.delete(key))
    return reading
  }

  const keysFor = async (keyId: string, request: RequestInfo) => {
    const age = keySet === undefined ? Infinity : Date.now() - keySet.readAt
    // A key that we do not know may be new: look again, but not for every made-up one.
    if (keySet === undefined || age > keysMs || (!keySet.ids.has(keyId) && age > 1_000)) {
      const { signingKeys } = await ask(keysAnswer, '{ signingKeys }', request)
      const jwks: JSONWebKeySet = signingKeys
      keySet = { set: createLocalJWKSet(jwks), ids: new Set(jwks.keys.map(({ kid }) => kid ?? '')), readAt: Date.now() }
    }
    return keySet.set
  }

  const verifyToken = async (token: string, request: RequestInfo) => {
    const known = verified.get(token)
    if (known !== undefined) return known
    try {
      const { kid } = decodeProtectedHeader(token)
      if (kid === undefined) throw refused()
      const { payload } = await jwtVerify(token, await keysFor(kid, request), {
        algorithms: ['EdDSA'],
        typ: 'at+jwt',
        issuer,
        audience,
        requiredClaims: ['iat', 'exp', 'sub', 'sid', 'pv', 'jti'],
        maxTokenAge: '15m',
      })
      const checked = claims.parse(payload)
      const ttl = Math.min(keysMs, checked.exp * 1_000 - Date.now())
      if (ttl > 0) verified.set(token, checked, { ttl })
      return checked
    } catch (error) {
      throw error instanceof ClientError ? error : refused()
    }
  }

  const userOf = async (token: string, request: RequestInfo): Promise<User> => {
    const { sub, sid, tid, role, pv } = await verifyToken(token, request)
    const session = await once(sessions, sid, async () => {
      const query = 'query ($id: ID!) { sessionState(id: $id) { userId active permissionVersion } }'
      return (await ask(sessionAnswer, query, request, { id: sid })).sessionState
    })
    if (session === null || !session.active || session.userId !== sub || session.permissionVersion !== pv)
      throw refused()
    return {
      kind: 'user',
      userId: sub,
      sessionId: sid,
      tenantId: tid ?? null,
      role: role ?? null,
      permissionVersion: pv,
      request,
    }
  }

  const apiKeyOf = async (secret: string, request: RequestInfo): Promise<ApiKey> => {
    const secretHash = createHash('sha256').update(secret).digest('base64url')
    const key = await once(keys, secretHash, async () => {
      const query = 'query ($hash: String!) { apiKeyIdentity(secretHash: $hash) { apiKeyId tenantId scopes } }'
      return (await ask(keyAnswer, query, request, { hash: secretHash })).apiKeyIdentity
    })
    if (key === null) throw refused()
    return { kind: 'apiKey', ...key, request }
  }

  const news = await events.subscribe('identity.changed', async ({ sessionId, userId, apiKeyId, tenantId }) => {
    if (sessionId !== undefined) sessions.delete(sessionId)
    else if (userId !== undefined) await forget(sessions, (session) => session?.userId === userId)
    if (apiKeyId !== undefined) await forget(keys, (key) => key?.apiKeyId === apiKeyId)
    else if (tenantId !== undefined) await forget(keys, (key) => key?.tenantId === tenantId)
  })

  return {
    async authenticate(bearer, request) {
      if (bearer === undefined) return { kind: 'anonymous', request }
      return bearer.startsWith(apiKeyPrefix) ? apiKeyOf(bearer, request) : userOf(bearer, request)
    },
    [Symbol.asyncDispose]: () => news[Symbol.asyncDispose](),
  }
}

async function forget<Value>(
  cache: LRUCache<string, Promise<Value>>,
  isAbout: (value: Value) => boolean,
): Promise<void> {
  for (const [key, reading] of cache.entries()) {
    const value = await reading.catch(() => undefined)
    if (value === undefined || isAbout(value)) cache.delete(key)
  }
}

const refused = () => new ClientError('UNAUTHENTICATED', 'The token is not valid (any more)')
