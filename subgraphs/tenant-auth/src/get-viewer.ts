import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import { ApiKey, Membership, type Session, type Tenant } from './entities.ts'
import { listMemberships, type MembershipPage } from './list-memberships.ts'
import { listSessions, type SessionPage } from './list-sessions.ts'
import type { VisibleUser } from './load-users.ts'
import { roleOf, type Role } from './roles.ts'

/** The person who calls; null for an API key. */
export const viewerUser = async ({ viewer, loadUser }: Context): Promise<VisibleUser | null> =>
  viewer.kind === 'user' ? loadUser(viewer.userId) : null

/** The API key that calls; null for a person. */
export const viewerApiKey = async ({ viewer, asViewer }: Context): Promise<ApiKey | null> =>
  viewer.kind === 'apiKey' ? asViewer((em) => em.findOne(ApiKey, { id: viewer.apiKeyId })) : null

/** The tenant of the caller's token; null while none is chosen. */
export const viewerTenant = async ({ viewer, loadTenant }: Context): Promise<Tenant | null> =>
  viewer.kind === 'anonymous' || viewer.tenantId === null ? null : loadTenant(viewer.tenantId)

/** The role of the person who calls, as the token says; null without a tenant, and for an API key. */
export const viewerRole = ({ viewer }: Context): Role | null =>
  viewer.kind === 'user' && viewer.tenantId !== null && viewer.role !== null ? roleOf(viewer.role) : null

/** The caller's membership in the tenant of the token; null for who has none. */
export const viewerMembership = async ({ viewer, asViewer }: Context): Promise<Membership | null> => {
  if (viewer.kind !== 'user' || viewer.tenantId === null) return null
  const { tenantId, userId } = viewer
  return asViewer((em) => em.findOne(Membership, { tenantId, userId, endedAt: null }))
}

/** Every membership of the person who calls; empty for an API key. */
export const viewerMemberships = async (context: Context, page: PageArguments): Promise<MembershipPage> =>
  context.viewer.kind === 'user' ? listMemberships(context, context.viewer.userId, page) : nothing(page)

/** The live sessions of the person who calls; empty for an API key. */
export const viewerSessions = async (context: Context, page: PageArguments): Promise<SessionPage> =>
  context.viewer.kind === 'user' ? listSessions(context, context.viewer.userId, page) : nothing(page)

/** Whether a session is the one that the request came in. */
export const isCurrent = ({ viewer }: Context, { id }: Session): boolean =>
  viewer.kind === 'user' && viewer.sessionId === id

const nothing = (page: PageArguments): Connection<never> => toConnection([], readPage(page, 1), () => [])
