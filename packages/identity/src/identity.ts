import { ClientError } from '@graphmemory/errors/client-error.ts'

/** What is known of the request that an identity came with; it goes into logs and audit records. */
export type RequestInfo = {
  readonly id: string
  readonly ip: string | null
  readonly userAgent: string | null
  readonly traceparent?: string
}

/** Who calls. The gateway makes one a request; a subgraph never accepts any other source of it. */
export type Identity = Anonymous | User | ApiKey | Service

export type Anonymous = { readonly kind: 'anonymous'; readonly request: RequestInfo }

export type User = {
  readonly kind: 'user'
  readonly userId: string
  readonly sessionId: string
  /** The tenant that the token was made for; `null` before one is chosen. */
  readonly tenantId: string | null
  /** The role in that tenant; a name that is not known grants nothing. */
  readonly role: string | null
  readonly permissionVersion: number
  /** The grants of a custom role, as `resource:action`; absent for built-in roles. */
  readonly grants?: readonly string[]
  readonly request: RequestInfo
}

export type ApiKey = {
  readonly kind: 'apiKey'
  readonly apiKeyId: string
  readonly tenantId: string
  /** What the key may do, as `resource:action`. */
  readonly scopes: readonly string[]
  readonly request: RequestInfo
}

/** Another part of GraphMemory, at work for a tenant. */
export type Service = {
  readonly kind: 'service'
  readonly service: string
  readonly tenantId: string | null
  /** The user whose wish is carried out, where there is one. */
  readonly onBehalfOf: string | null
  readonly request: RequestInfo
}

/** The tenant an identity is confined to. Throws `UNAUTHENTICATED` or, where no tenant is chosen yet, `FORBIDDEN`. */
export function tenantOf(identity: Identity): string {
  if (identity.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in first')
  if (identity.tenantId === null) throw new ClientError('FORBIDDEN', 'Choose a tenant first')
  return identity.tenantId
}

/** The user who signed in. Throws `UNAUTHENTICATED` for everybody else. */
export function userOf(identity: Identity): User {
  if (identity.kind !== 'user') throw new ClientError('UNAUTHENTICATED', 'Sign in first')
  return identity
}

/** Who is written down as the author of a change. */
export type Actor = { readonly kind: 'user' | 'apiKey' | 'service' | 'anonymous'; readonly id: string | null }

export function actorOf(identity: Identity): Actor {
  switch (identity.kind) {
    case 'anonymous':
      return { kind: 'anonymous', id: null }
    case 'user':
      return { kind: 'user', id: identity.userId }
    case 'apiKey':
      return { kind: 'apiKey', id: identity.apiKeyId }
    case 'service':
      return identity.onBehalfOf === null
        ? { kind: 'service', id: identity.service }
        : { kind: 'user', id: identity.onBehalfOf }
  }
}
