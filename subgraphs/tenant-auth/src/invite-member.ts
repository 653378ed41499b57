import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { actingMember, roleToGive } from './acting-member.ts'
import type { Context } from './context.ts'
import { countMail } from './count-mail.ts'
import { normalizeEmail } from './email-address.ts'
import { Tenant, type Invitation } from './entities.ts'
import { loadUsers } from './load-users.ts'
import { queueMail } from './queue-mail.ts'
import type { InviteMemberInput } from './schema.generated.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'

const lifetimeMs = 7 * 24 * 60 * 60_000

/** Mails an offer of membership. An open one of the same address is withdrawn, and its token with it. */
export async function inviteMember(context: Context, input: InviteMemberInput): Promise<{ invitation: Invitation }> {
  const { viewer, asViewer, throughLogin, keyRing, wakeMailer } = context
  const email = normalizeEmail(input.email)
  const token = newSecretToken()
  const id = newId('inv')
  // First whether, then how often: who may not learns nothing about limits.
  await asViewer(async (em) => roleToGive(await actingMember(em, viewer, 'create', 'user'), input.role))
  await throughLogin((em) => countMail(em, context, email, tenantOf(viewer)))

  const invitation = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'member.invite',
      resource: { type: 'invitation', id },
      details: { role: input.role },
      personal: { email },
      subject: id,
    })
    const actor = await actingMember(em, viewer, 'create', 'user')
    const role = roleToGive(actor, input.role)
    const [member] = await em.execute<object[]>(
      `select from auth.email_address a join auth.membership m on m.user_id = a.user_id
        where a.email = ? and m.tenant_id = ? and m.ended_at is null`,
      [email, actor.tenantId],
    )
    if (member !== undefined) throw new ClientError('CONFLICT', 'This address belongs to a member already')
    await em.execute(
      `update auth.invitation set revoked_at = now()
        where tenant_id = ? and email = ? and accepted_at is null and revoked_at is null`,
      [actor.tenantId, email],
    )
    const createdAt = new Date()
    const made: Invitation = {
      id,
      tenantId: actor.tenantId,
      email,
      role: role.name,
      invitedBy: actor.userId,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifetimeMs),
      acceptedAt: null,
      revokedAt: null,
    }
    await em.execute(
      `insert into auth.invitation (id, tenant_id, email, role, token_hash, invited_by, created_at, expires_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)`,
      [id, made.tenantId, email, made.role, hashOfToken(token), made.invitedBy, made.createdAt, made.expiresAt],
      'run',
    )
    const tenant = await em.findOneOrFail(Tenant, { id: actor.tenantId })
    const [inviter] = await loadUsers(em, [actor.userId])
    const content = { token, tenantName: tenant.name, inviterName: inviter?.name ?? '', role: role.name }
    await queueMail(em, keyRing, { kind: 'INVITATION', to: email, content })
    return made
  })
  wakeMailer()
  return { invitation }
}
