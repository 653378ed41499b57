import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import { userOf } from '@graphmemory/identity/identity.ts'
import { lockTenant } from './acting-member.ts'
import { endMembership } from './change-membership.ts'
import type { Context } from './context.ts'
import { Membership, Tenant } from './entities.ts'
import type { LeaveTenantInput } from './schema.generated.ts'

/** Ends the caller's own membership of any of his tenants. Throws `NOT_FOUND` where he is no member. */
export async function leaveTenant(context: Context, input: LeaveTenantInput): Promise<{ accepted: true }> {
  const { viewer, asViewer, asMemberOf, identityEvents } = context
  const { userId } = userOf(viewer)
  const tenant = await asViewer((em) => em.findOne(Tenant, { slug: input.slug }))
  if (tenant === null) throw notFound('tenant')
  await asMemberOf(tenant.id, async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'member.leave',
      tenantId: tenant.id,
      resource: { type: 'tenant', id: tenant.id },
    })
    await lockTenant(em, tenant.id)
    const member = await em.findOne(Membership, { tenantId: tenant.id, userId, endedAt: null })
    if (member === null) throw notFound('tenant')
    await endMembership(em, member)
  })
  identityEvents.permissionsChanged(userId, tenant.id)
  return { accepted: true }
}
