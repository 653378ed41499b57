import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { QueryMembershipChangesArgs } from './schema.generated.ts'

export type MembershipChange = { readonly tenantId: string; readonly userId: string; readonly at: Date }

/** Who last became a member or ceased to be one since a moment, the earliest first, over all tenants. */
export async function listMembershipChanges(
  { throughMemberships }: Context,
  { since, first }: QueryMembershipChangesArgs,
): Promise<MembershipChange[]> {
  if (first < 1 || first > 1_000) throw badInput('first', 'A page has 1 to 1,000 changes')
  const rows = await throughMemberships((em) =>
    em.execute<{ tenantId: string; userId: string; at: string | Date }[]>(
      `select tenant_id as "tenantId", user_id as "userId", greatest(created_at, ended_at) as at from auth.membership
       where greatest(created_at, ended_at) >= ? order by greatest(created_at, ended_at), id limit ?`,
      [since, first],
    ),
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}
