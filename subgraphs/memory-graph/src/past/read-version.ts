import type { Context } from '../context.ts'
import { toMemory, type Snapshot } from '../snapshot.ts'
import type { MemoryAt } from './as-of.ts'

type Given = { readonly id: string; readonly version: number }
type Found = { readonly tenantId: string; readonly seq: number; readonly at: Date; readonly after: Snapshot }

/** A memory as the change to a version left it; null where there is no such version, or it is a deletion. */
export async function readVersion(context: Context, { id, version }: Given): Promise<MemoryAt | null> {
  const [found] = await context.withTenant((em) =>
    em.execute<Found[]>(
      `select tenant_id as "tenantId", seq, recorded_at as at, after from graph.operation
         where memory_id = ? and version = ? and after is not null`,
      [id, version],
    ),
  )
  if (found === undefined) return null
  const { tenantId, seq, at, after } = found
  return { ...toMemory(tenantId, after), asOf: { seq, at: new Date(at).getTime() } }
}
