import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import { Invitation } from './entities.ts'

export type InvitationPage = Connection<Invitation>

/** The invitations of a tenant, newest first. */
export async function listInvitations(
  { asViewer }: Context,
  tenantId: string,
  pageArguments: PageArguments,
): Promise<InvitationPage> {
  const page = readPage(pageArguments, 1)
  const after = page.after?.[0]
  const invitations = await asViewer((em) =>
    em.find(
      Invitation,
      { tenantId, ...(typeof after === 'string' && { id: { $lt: after } }) },
      { orderBy: { id: 'desc' }, limit: page.limit + 1 },
    ),
  )
  return toConnection(invitations, page, ({ id }) => [id])
}

/** Where an invitation stands at a time. */
export function statusOf({ acceptedAt, revokedAt, expiresAt }: Invitation, now = new Date()) {
  if (acceptedAt != null) return 'ACCEPTED'
  if (revokedAt != null) return 'REVOKED'
  return expiresAt > now ? 'PENDING' : 'EXPIRED'
}
