import type { Em } from '@graphmemory/database/database.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { ActingMember } from './acting-member.ts'
import { Membership } from './entities.ts'
import { reaches, roleOf } from './roles.ts'

/** The member to be changed. Throws `NOT_FOUND`, and `FORBIDDEN` for one whose role is above the caller's. */
export async function findOtherMember(em: Em, actor: ActingMember, membershipId: string): Promise<Membership> {
  const member = await em.findOne(Membership, { id: membershipId, tenantId: actor.tenantId, endedAt: null })
  if (member === null) throw notFound('member')
  if (!reaches(actor.role, roleOf(member.role)))
    throw new ClientError('FORBIDDEN', 'This member has a role above your own')
  return member
}

/** Throws `CONFLICT` where this member is the tenant's last owner. The tenant must be locked. */
export async function keepAnOwner(em: Em, member: Membership): Promise<void> {
  if (member.role !== 'owner') return
  const [another] = await em.execute<object[]>(
    `select from auth.membership where tenant_id = ? and role = 'owner' and ended_at is null and id <> ? limit 1`,
    [member.tenantId, member.id],
  )
  if (another === undefined) throw new ClientError('CONFLICT', 'A tenant keeps at least one owner')
}

/** Ends a membership; what the member could do in the tenant ends with the access tokens in use. */
export async function endMembership(em: Em, member: Membership): Promise<void> {
  await keepAnOwner(em, member)
  await em.execute('update auth.membership set ended_at = now() where id = ?', [member.id])
  await bumpPermissions(em, member.userId)
}

/** Makes every access token of the user stale. */
export const bumpPermissions = (em: Em, userId: string) =>
  em.execute('update auth.user set permission_version = permission_version + 1 where id = ?', [userId])
