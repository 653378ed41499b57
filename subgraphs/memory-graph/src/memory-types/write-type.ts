import type { Context } from '../context.ts'
import { writeGraph, type GraphWriting } from '../write-graph.ts'
import { memoryTypeEntity, type MemoryType } from './memory-type.ts'

/** Changes a definition while no memory is being written. It is no part of the graph's log. */
export async function writeType(
  context: Context,
  verb: 'define' | 'update' | 'delete',
  name: string,
  { idempotencyKey, ...input }: { readonly idempotencyKey?: string | null | undefined },
  work: (writing: GraphWriting, current: MemoryType | null) => Promise<MemoryType>,
): Promise<{ readonly memoryType: MemoryType }> {
  const request = {
    action: `memory_type.${verb}`,
    resource: { type: 'memory_type', id: name },
    idempotencyKey: idempotencyKey ?? null,
    input,
    answerOf: 'kept',
  } as const
  const memoryType = await writeGraph(context, request, async (writing) =>
    work(writing, await writing.em.findOne(memoryTypeEntity, { name }, { disableIdentityMap: true })),
  )
  return { memoryType }
}
