import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import type { Context } from './context.ts'
import type { GraphState } from './engine/engine.ts'

/** Builds a tenant's graph anew from its rows, in the name of that tenant. */
export async function rebuildGraph(context: Context, input: { readonly tenantId: string }): Promise<GraphState> {
  const tenantId = tenantOf(context.viewer)
  if (tenantId !== input.tenantId) throw new ClientError('FORBIDDEN', 'Speak for the tenant whose graph it is')
  await context.withTenant((em) =>
    recordAudit(em, context.viewer, {
      type: 'system_event',
      action: 'graph.rebuild',
      resource: { type: 'tenant', id: tenantId },
    }),
  )
  return context.rebuildGraph()
}
