import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { actingMember, roleToGive } from './acting-member.ts'
import { bumpPermissions, findOtherMember, keepAnOwner } from './change-membership.ts'
import type { Context } from './context.ts'
import type { Membership } from './entities.ts'
import type { ChangeMemberRoleInput } from './schema.generated.ts'

/** Gives a member another role; the access tokens with the former one are stale at once. */
export async function changeMemberRole(
  context: Context,
  input: ChangeMemberRoleInput,
): Promise<{ membership: Membership }> {
  const { viewer, asViewer, identityEvents } = context
  const membership = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'member.change_role',
      resource: { type: 'membership', id: input.membershipId },
      details: { role: input.role },
    })
    const actor = await actingMember(em, viewer, 'update', 'user')
    const member = await findOtherMember(em, actor, input.membershipId)
    const role = roleToGive(actor, input.role)
    if (role.name !== 'owner') await keepAnOwner(em, member)
    await em.execute('update auth.membership set role = ? where id = ?', [role.name, member.id])
    await bumpPermissions(em, member.userId)
    return { ...member, role: role.name }
  })
  identityEvents.permissionsChanged(membership.userId, membership.tenantId)
  return { membership }
}
