import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { notFound } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { actingMember } from './acting-member.ts'
import type { Context } from './context.ts'
import { Tenant } from './entities.ts'
import type { SetTenantReadOnlyInput } from './schema.generated.ts'
import { checkReason } from './text-input.ts'

/**
 * Ends, or permits again, every change of what the caller's tenant holds. The database refuses them from the commit on;
 * what had begun before it may still be committed.
 */
export async function setTenantReadOnly(context: Context, input: SetTenantReadOnlyInput): Promise<{ tenant: Tenant }> {
  const { viewer, asViewer, identityEvents } = context
  const tenantId = tenantOf(viewer)
  const reason = input.readOnly ? checkReason(input.reason) : null
  const tenant = await asViewer(async (em) => {
    await recordAudit(em, viewer, {
      type: 'permission_change',
      action: 'tenant.set_read_only',
      resource: { type: 'tenant', id: tenantId },
      details: { readOnly: input.readOnly, reason },
    })
    if (viewer.kind === 'user') await actingMember(em, viewer, 'manage', 'tenant')
    const tenant = await em.findOne(Tenant, { id: tenantId })
    if (tenant === null) throw notFound('tenant')
    if (reason === null) await em.execute('delete from audit.read_only_tenant where tenant_id = ?', [tenantId])
    else {
      await em.execute(
        `insert into audit.read_only_tenant (tenant_id, reason) values (?, ?)
         on conflict (tenant_id) do update set reason = excluded.reason`,
        [tenantId, reason],
      )
    }
    return tenant
  })
  identityEvents.readOnlyChanged(tenantId)
  return { tenant }
}
