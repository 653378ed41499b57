import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { actingMember } from './acting-member.ts'
import { endMembership, findOtherMember } from './change-membership.ts'
import type { Context } from './context.ts'
import type { Membership } from './entities.ts'
import type { RemoveMemberInput } from './schema.generated.ts'

/** Ends a membership in the caller's tenant. */
export async function removeMember(context: Context, input: RemoveMemberInput): Promise<{ membership: Membership }> {
  const { viewer, asViewer, identityEvents } = context
  const membership = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'member.remove',
      resource: { type: 'membership', id: input.membershipId },
    })
    const actor = await actingMember(em, viewer, 'delete', 'user')
    const member = await findOtherMember(em, actor, input.membershipId)
    await endMembership(em, member)
    return member
  })
  identityEvents.permissionsChanged(membership.userId, membership.tenantId)
  return { membership }
}
