import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database } from '@graphmemory/database/database.ts'
import type { Service } from '@graphmemory/identity/identity.ts'
import type { MembershipChange } from '@graphmemory/service/follow-memberships.ts'

/** Ends the shares that somebody had of a tenant's spaces before his membership ended, or began anew. Answers whether there were any. */
export function endShares(
  database: Database,
  service: Service,
  { tenantId, userId, at }: MembershipChange,
): Promise<boolean> {
  return database.withTenantId(tenantId, async (em) => {
    const where = 'user_id = ? and shared_at < ?'
    const shares = await em.execute<{ space_id: string }[]>(
      `select space_id from graph.space_share where ${where} order by space_id for update`,
      [userId, at],
    )
    if (shares.length === 0) return false
    await recordAudit(em, service, {
      type: 'permission_change',
      action: 'space.end_shares',
      details: { userId, spaceIds: shares.map(({ space_id }) => space_id) },
    })
    await em.execute(`delete from graph.space_share where ${where}`, [userId, at], 'run')
    return true
  })
}
