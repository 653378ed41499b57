import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { userOf } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { lockTenant } from './acting-member.ts'
import type { Context } from './context.ts'
import { countToken } from './count-token.ts'
import { Membership } from './entities.ts'
import type { AcceptInvitationInput } from './schema.generated.ts'
import { hashOfToken } from './secret-token.ts'

/**
 * Joins the tenant of an invitation: with its token, and as the person whose verified address it was sent to. Whoever
 * was a member before is one again, under the same id.
 */
export async function acceptInvitation(context: Context, input: AcceptInvitationInput) {
  const { viewer, throughLogin, asMemberOf, issueAccessToken, identityEvents } = context
  const { userId, sessionId, permissionVersion } = userOf(viewer)
  const found = await throughLogin(async (em) => {
    await countToken(em, context)
    const [invitation] = await em.execute<{ id: string; tenantId: string; isMine: boolean }[]>(
      `select i.id, i.tenant_id as "tenantId",
        exists (select from auth.email_address a where a.user_id = ? and a.email = i.email) as "isMine"
        from auth.invitation i where i.token_hash = ?`,
      [userId, hashOfToken(input.token)],
    )
    return invitation
  })
  if (found === undefined) throw lapsed()
  if (!found.isMine) throw new ClientError('FORBIDDEN', 'The invitation is for another address')
  const { id, tenantId } = found

  const membership = await asMemberOf(tenantId, async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'member.join',
      tenantId,
      resource: { type: 'invitation', id },
    })
    await lockTenant(em, tenantId)
    const [accepted] = await em.execute<{ role: string }[]>(
      `update auth.invitation set accepted_at = now() where id = ? and accepted_at is null and revoked_at is null
        and expires_at > now() returning role`,
      [id],
    )
    if (accepted === undefined) throw lapsed()
    const joined = await em.execute<object[]>(
      `insert into auth.membership as m (id, tenant_id, user_id, role) values (?, ?, ?, ?)
        on conflict (tenant_id, user_id) do update
          set role = excluded.role, created_at = now(), ended_at = null where m.ended_at is not null
        returning id`,
      [newId('mbr'), tenantId, userId, accepted.role],
    )
    if (joined.length === 0) throw new ClientError('CONFLICT', 'You are a member already')
    return em.findOneOrFail(Membership, { tenantId, userId })
  })
  identityEvents.permissionsChanged(userId, tenantId)
  const tokens = await issueAccessToken({
    userId,
    sessionId,
    permissionVersion,
    tenant: { id: tenantId, role: membership.role },
  })
  return { membership, tokens }
}

const lapsed = () => badInput('token', 'This invitation has been used, withdrawn or has lapsed')
