import { z } from 'zod'
import type { Context } from '../context.ts'
import { id } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'

export type MemoryAccess = 'NONE' | 'READ' | 'WRITE'

const shape = z.object({
  memoryIds: z.array(id).max(1_000),
  viewerId: id.nullish(),
  managesMemories: z.boolean(),
})

/** What spaces let somebody do with memories, deleted ones too, in their order; what he may do in the tenant is the asker's affair. */
export async function memoryAccess(context: Context, given: unknown): Promise<MemoryAccess[]> {
  const { memoryIds, viewerId, managesMemories } = readInput(shape, given)
  const rows = await context.withTenant(async (em) => {
    // From here on, the transaction sees what he sees.
    await em.execute("select set_config('app.viewer', ?, true)", [managesMemories ? '*' : (viewerId ?? '')])
    return em.execute<{ id: string; isWritable: boolean }[]>(
      `select id, space_id is null or space_id <> all ((select graph.read_only_spaces())::text[]) as "isWritable"
         from graph.memory where id in (select jsonb_array_elements_text(?::jsonb))`,
      [JSON.stringify(memoryIds)],
    )
  })
  const byId = new Map(rows.map(({ id: memoryId, isWritable }) => [memoryId, isWritable ? 'WRITE' : 'READ'] as const))
  return memoryIds.map((memoryId) => byId.get(memoryId) ?? 'NONE')
}
