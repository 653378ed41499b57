import { UniqueConstraintViolationException } from '@mikro-orm/core'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { userOf } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Context } from './context.ts'
import { Membership, Tenant } from './entities.ts'
import type { CreateTenantInput } from './schema.generated.ts'
import { checkName, checkSlug } from './text-input.ts'

/** Founds a tenant with the caller as its owner. Throws `CONFLICT` where the slug is taken. */
export async function createTenant(context: Context, input: CreateTenantInput) {
  const { viewer, asMemberOf, issueAccessToken } = context
  const { userId, sessionId, permissionVersion } = userOf(viewer)
  const createdAt = new Date()
  const tenant: Tenant = { id: newId('ten'), slug: checkSlug(input.slug), name: checkName(input.name), createdAt }
  const membership: Membership = {
    id: newId('mbr'),
    tenantId: tenant.id,
    userId,
    role: 'owner',
    createdAt,
    endedAt: null,
  }
  await asMemberOf(tenant.id, async (em) => {
    await recordAudit(em, viewer, {
      type: 'tenant_access',
      action: 'tenant.create',
      tenantId: tenant.id,
      resource: { type: 'tenant', id: tenant.id },
    })
    await em.insert(Tenant, tenant)
    await em.insert(Membership, membership)
  }).catch((error: unknown) => {
    throw error instanceof UniqueConstraintViolationException
      ? new ClientError('CONFLICT', 'This slug is taken', { field: 'slug' })
      : error
  })
  const tokens = await issueAccessToken({
    userId,
    sessionId,
    permissionVersion,
    tenant: { id: tenant.id, role: membership.role },
  })
  return { tenant, membership, tokens }
}
