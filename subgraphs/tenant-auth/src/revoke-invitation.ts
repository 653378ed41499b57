import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { actingMember } from './acting-member.ts'
import type { Context } from './context.ts'
import { Invitation } from './entities.ts'
import type { RevokeInvitationInput } from './schema.generated.ts'

/** Withdraws an open invitation. Throws `CONFLICT` where it was accepted or withdrawn before. */
export async function revokeInvitation(
  { viewer, asViewer }: Context,
  input: RevokeInvitationInput,
): Promise<{ invitation: Invitation }> {
  const invitation = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'invitation.revoke',
      resource: { type: 'invitation', id: input.invitationId },
    })
    const { tenantId } = await actingMember(em, viewer, 'create', 'user')
    const revoked = await em.execute<object[]>(
      `update auth.invitation set revoked_at = now()
        where id = ? and tenant_id = ? and accepted_at is null and revoked_at is null returning id`,
      [input.invitationId, tenantId],
    )
    const found = await em.findOne(Invitation, { id: input.invitationId, tenantId })
    if (found === null) throw notFound('invitation')
    if (revoked.length === 0) throw new ClientError('CONFLICT', 'The invitation is not open any more')
    return found
  })
  return { invitation }
}
