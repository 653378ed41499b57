import { newId } from '@graphmemory/ids/new-id.ts'
import type { Anonymous, ApiKey, RequestInfo, Service, User } from '@graphmemory/identity/identity.ts'

/** A request as the gateway describes it. */
export const testRequest = (): RequestInfo => ({ id: newId('req'), ip: '192.0.2.1', userAgent: 'test' })

/** A signed-in user; by default an owner of a tenant of his own. */
export const userIdentity = (overrides: Partial<Omit<User, 'kind'>> = {}): User => ({
  kind: 'user',
  userId: newId('usr'),
  sessionId: newId('ses'),
  tenantId: newId('ten'),
  role: 'owner',
  permissionVersion: 1,
  request: testRequest(),
  ...overrides,
})

export const apiKeyIdentity = (overrides: Partial<Omit<ApiKey, 'kind'>> = {}): ApiKey => ({
  kind: 'apiKey',
  apiKeyId: newId('key'),
  tenantId: newId('ten'),
  scopes: [],
  request: testRequest(),
  ...overrides,
})

export const serviceIdentity = (
  service: string,
  tenantId: string | null = null,
  onBehalfOf: string | null = null,
): Service => ({
  kind: 'service',
  service,
  tenantId,
  onBehalfOf,
  request: testRequest(),
})

export const anonymousIdentity = (): Anonymous => ({ kind: 'anonymous', request: testRequest() })
