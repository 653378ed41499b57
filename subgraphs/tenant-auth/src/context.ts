import type { Database, Work } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { ViewerContext } from '@graphmemory/service/rules.ts'
import type { IssueAccessToken } from './access-token.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { batchLoader, type Load } from './batch-loader.ts'
import type { TenantAuthConfig } from './config.ts'
import type { Tenant } from './entities.ts'
import type { IdentityEvents } from './events.ts'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'
import { loadTenants } from './load-tenants.ts'
import { loadUsers, type VisibleUser } from './load-users.ts'
import type { PasswordHasher } from './password-hasher.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What all requests share. */
export type Services = {
  readonly config: TenantAuthConfig
  readonly database: Database
  readonly identityEvents: IdentityEvents
  readonly keyRing: KeyRing
  readonly passwords: PasswordHasher
  readonly signingKeys: SigningKeys
  readonly issueAccessToken: IssueAccessToken
  readonly limits: AttemptLimits
  /** Sends queued mail soon. */
  readonly wakeMailer: () => void
}

/** What one request may touch. */
export type Context = ViewerContext &
  Omit<Services, 'database'> & {
    /** What the caller's tenant holds, and what is the caller's own. */
    readonly asViewer: <T>(work: Work<T>) => Promise<T>
    /** The caller as a member of another tenant than the token's, which has just been proven or founded. */
    readonly asMemberOf: <T>(tenantId: string, work: Work<T>) => Promise<T>
    /** People, secrets and sessions across tenants, by what a caller presents: the only way to them. */
    readonly throughLogin: <T>(work: Work<T>) => Promise<T>
    /** Who became a member or ceased to be one, over all tenants: asked by services. */
    readonly throughMemberships: <T>(work: Work<T>) => Promise<T>
    readonly loadUser: Load<VisibleUser>
    readonly loadTenant: Load<Tenant>
  }

export function createContext({ database, ...services }: Services, viewer: Identity): Context {
  const userId = viewer.kind === 'user' ? viewer.userId : ''
  const tenantId = viewer.kind === 'anonymous' ? '' : (viewer.tenantId ?? '')
  const asMemberOf: Context['asMemberOf'] = (tenantId, work) => database.withRole('gm_app', work, { tenantId, userId })
  const asViewer: Context['asViewer'] = (work) => asMemberOf(tenantId, work)
  return {
    ...services,
    viewer,
    asViewer,
    asMemberOf,
    throughLogin: (work) => database.withRole('gm_auth_login', work, { userId }),
    throughMemberships: (work) => database.withRole('gm_auth_memberships', work),
    loadUser: batchLoader((ids) => asViewer((em) => loadUsers(em, ids))),
    loadTenant: batchLoader((ids) => asViewer((em) => loadTenants(em, ids))),
  }
}
