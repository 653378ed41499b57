import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import { userOf } from '@graphmemory/identity/identity.ts'
import type { Context } from './context.ts'
import { Membership, Tenant } from './entities.ts'
import type { SwitchTenantInput } from './schema.generated.ts'

/**
 * An access token of another tenant in the same session. Nothing is kept: which tenant a request is for stands in its
 * token alone. Throws `NOT_FOUND` where the caller is no member, whether or not the tenant exists.
 */
export async function switchTenant(context: Context, input: SwitchTenantInput) {
  const { viewer, asViewer, asMemberOf, issueAccessToken } = context
  const { userId, sessionId, permissionVersion } = userOf(viewer)
  const found = await asViewer(async (em) => {
    const tenant = await em.findOne(Tenant, { slug: input.slug })
    const membership =
      tenant === null ? null : await em.findOne(Membership, { tenantId: tenant.id, userId, endedAt: null })
    return tenant === null || membership === null ? null : { tenant, membership }
  })
  if (found === null) throw notFound('tenant')
  const { tenant, membership } = found
  await asMemberOf(tenant.id, (em) =>
    recordAudit(em, viewer, {
      type: 'tenant_access',
      action: 'tenant.switch',
      tenantId: tenant.id,
      resource: { type: 'tenant', id: tenant.id },
    }),
  )
  const tokens = await issueAccessToken({
    userId,
    sessionId,
    permissionVersion,
    tenant: { id: tenant.id, role: membership.role },
  })
  return { tenant, tokens }
}
