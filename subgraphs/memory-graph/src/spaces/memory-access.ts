import { z } from 'zod'
import type { Context } from '../context.ts'
import { id } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'

export type MemoryAccess = 'NONE' | 'READ' | 'WRITE'

const ids = z.array(id).max(1_000)
const asker = { viewerId: id.nullish(), managesMemories: z.boolean() }
const memoriesShape = z.object({ memoryIds: ids, ...asker })
const spacesShape = z.object({ spaceIds: ids, ...asker })

/** What spaces let somebody do with memories, deleted ones too, in their order; what he may do in the tenant is the asker's affair. */
export function memoryAccess(context: Context, given: unknown): Promise<MemoryAccess[]> {
  const { memoryIds, ...viewer } = readInput(memoriesShape, given)
  return accessTo(
    context,
    viewer,
    memoryIds,
    `select id, space_id is null or space_id <> all ((select graph.read_only_spaces())::text[]) as "isWritable"
       from graph.memory where id in (select jsonb_array_elements_text(?::jsonb))`,
  )
}

/** What somebody may do in spaces, deleted ones too, in their order: whatever lies there. */
export function spaceAccess(context: Context, given: unknown): Promise<MemoryAccess[]> {
  const { spaceIds, ...viewer } = readInput(spacesShape, given)
  return accessTo(
    context,
    viewer,
    spaceIds,
    `select space_id as id, space_id <> all ((select graph.read_only_spaces())::text[]) as "isWritable"
       from graph.space_access where space_id in (select jsonb_array_elements_text(?::jsonb))
         and space_id <> all ((select graph.hidden_spaces())::text[])`,
  )
}

async function accessTo(
  context: Context,
  { viewerId, managesMemories }: { readonly viewerId?: string | null | undefined; readonly managesMemories: boolean },
  asked: readonly string[],
  sql: string,
): Promise<MemoryAccess[]> {
  const rows = await context.withTenant(async (em) => {
    // From here on, the transaction sees what he sees.
    await em.execute("select set_config('app.viewer', ?, true)", [managesMemories ? '*' : (viewerId ?? '')])
    return em.execute<{ id: string; isWritable: boolean }[]>(sql, [JSON.stringify(asked)])
  })
  const byId = new Map(rows.map((row) => [row.id, row.isWritable ? 'WRITE' : 'READ'] as const))
  return asked.map((each) => byId.get(each) ?? 'NONE')
}
