import type { Context } from '../context.ts'
import type { Memory } from '../entities.ts'
import { toMemory, type Snapshot } from '../snapshot.ts'

type Given = { readonly id: string; readonly version: number }
type Found = { readonly tenantId: string; readonly after: Snapshot }

/** A memory as the change to a version left it; null where there is no such version, or it is a deletion. */
export async function readVersion(context: Context, { id, version }: Given): Promise<Memory | null> {
  const [found] = await context.withTenant((em) =>
    em.execute<Found[]>(
      `select tenant_id as "tenantId", after from graph.operation
         where memory_id = ? and version = ? and after is not null`,
      [id, version],
    ),
  )
  return found === undefined ? null : toMemory(found.tenantId, found.after)
}
