import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import { Membership } from './entities.ts'

export type MembershipPage = Connection<Membership>

/** The members of a tenant, oldest first. */
export const listMembers = (context: Context, tenantId: string, page: PageArguments): Promise<MembershipPage> =>
  list(context, { tenantId }, page)

/** The memberships of a user, oldest first. */
export const listMemberships = (context: Context, userId: string, page: PageArguments): Promise<MembershipPage> =>
  list(context, { userId }, page)

async function list(
  { asViewer }: Context,
  whose: { readonly tenantId: string } | { readonly userId: string },
  pageArguments: PageArguments,
): Promise<MembershipPage> {
  const page = readPage(pageArguments, 1)
  const after = page.after?.[0]
  const members = await asViewer((em) =>
    em.find(
      Membership,
      { ...whose, endedAt: null, ...(typeof after === 'string' && { id: { $gt: after } }) },
      { orderBy: { id: 'asc' }, limit: page.limit + 1 },
    ),
  )
  return toConnection(members, page, ({ id }) => [id])
}
