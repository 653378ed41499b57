import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Database } from '@graphmemory/database/database.ts'
import type { Service } from '@graphmemory/identity/identity.ts'
import type { MembershipChange } from '@graphmemory/service/follow-memberships.ts'

/** A rule that gives somebody more than everybody else, or could come to; what keeps something from him stays. */
const grants = `actor_kind = 'user' and actor_id = ? and set_at < ? and (role = 'EDITOR' or exists (
  select from collab.role everybody where everybody.document_id = role.document_id and everybody.actor_kind = '*'
    and array_position(array['VIEWER', 'COMMENTER', 'SUGGESTER', 'EDITOR'], everybody.role)
      < array_position(array['VIEWER', 'COMMENTER', 'SUGGESTER', 'EDITOR'], role.role)))`

/** Ends what rules of documents gave somebody before his membership ended, or began anew. Answers the documents. */
export function endRoles(
  database: Database,
  service: Service,
  { tenantId, userId, at }: MembershipChange,
): Promise<readonly string[]> {
  return database.withTenantId(tenantId, async (em) => {
    const rules = await em.execute<{ document_id: string }[]>(
      `select document_id from collab.role where ${grants} order by document_id for update`,
      [userId, at],
    )
    const documentIds = rules.map(({ document_id }) => document_id)
    if (documentIds.length === 0) return []
    await recordAudit(em, service, {
      type: 'permission_change',
      action: 'document.end_roles',
      details: { userId, documentIds },
    })
    await em.execute(`delete from collab.role where ${grants}`, [userId, at], 'run')
    return documentIds
  })
}
