import type { Context } from './context.ts'
import type { Tenant } from './entities.ts'

export type ReadOnlyMode = { readonly since: Date; readonly reason: string }

/** Since when, and why, nothing that the tenant holds can be changed; null while it can. */
export async function readOnlyMode({ asViewer }: Context, { id }: Tenant): Promise<ReadOnlyMode | null> {
  const [mode] = await asViewer((em) =>
    em.execute<{ since: string | Date; reason: string }[]>(
      'select since, reason from audit.read_only_tenant where tenant_id = ?',
      [id],
    ),
  )
  return mode === undefined ? null : { since: new Date(mode.since), reason: mode.reason }
}
