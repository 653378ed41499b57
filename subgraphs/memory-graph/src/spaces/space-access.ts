import type { Em } from '@graphmemory/database/database.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { Memory } from '../entities.ts'
import type { Context } from '../context.ts'
import { readSpaces } from './space.ts'

/** The spaces of the tenant that the transaction may not see. */
export async function hiddenSpaces(em: Em): Promise<readonly string[]> {
  const [row] = await em.execute<{ ids: string[] }[]>('select to_jsonb(graph.hidden_spaces()) as ids')
  return row?.ids ?? []
}

/** The spaces of the tenant whose memories the transaction may not change. */
export async function readOnlySpaces(em: Em): Promise<ReadonlySet<string>> {
  const [row] = await em.execute<{ ids: string[] }[]>('select to_jsonb(graph.read_only_spaces()) as ids')
  return new Set(row?.ids)
}

/** Throws `FORBIDDEN` where one of these memories lies in a space that the viewer only reads. */
export async function demandWritable(em: Em, memories: readonly Pick<Memory, 'spaceId'>[]): Promise<void> {
  const spaceIds = memories.flatMap(({ spaceId }) => spaceId ?? [])
  if (spaceIds.length === 0) return
  const readOnly = await readOnlySpaces(em)
  if (spaceIds.some((id) => readOnly.has(id))) throw new ClientError('FORBIDDEN', 'You only read this space')
}

/** Throws `NOT_FOUND` where there is no such space for the viewer, and `FORBIDDEN` where he may not put a memory into it. */
export async function demandSpace(em: Em, spaceId: string | null | undefined): Promise<void> {
  if (spaceId == null) return
  const [space] = await readSpaces(em, [spaceId])
  if (space == null) throw notFound('space')
  await demandWritable(em, [{ spaceId }])
}

/** Throws `FORBIDDEN` where there is a space in which the viewer may change nothing. */
export async function demandAllWritable(em: Em): Promise<void> {
  if ((await readOnlySpaces(em)).size > 0)
    throw new ClientError('FORBIDDEN', 'This is for those who may write to every space')
}

/**
 * Lets the rest of the transaction see every space: for what follows from a change that the viewer was found to be
 * permitted, and reaches what he does not see, as a deleted memory's relations do. Nothing of it may be answered.
 */
export async function seeAllSpaces(em: Em): Promise<void> {
  await em.execute("select set_config('app.viewer', '*', true)")
}

/** Throws `FORBIDDEN` where something is hidden from the viewer: for what is only sound about the whole graph. */
export async function demandAllSpaces(context: Context): Promise<void> {
  const hidden = await context.withTenant(hiddenSpaces)
  if (hidden.length > 0) throw new ClientError('FORBIDDEN', 'This is for those who may read every space')
}
