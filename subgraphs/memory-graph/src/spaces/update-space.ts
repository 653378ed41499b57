import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { givenFields } from '../given-fields.ts'
import { id as idShape, request as repeatable, text } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import type { GraphWriting } from '../write-graph.ts'
import { spaceName } from './create-space.ts'
import { spaceVisibilities, type Space } from './space.ts'
import { changeSpace } from './write-space.ts'

const shape = z.object({
  id: idShape,
  expectedVersion: z.int().min(1).nullish(),
  name: spaceName.optional(),
  description: text(1_000).optional(),
  visibility: z.enum(spaceVisibilities).optional(),
  ...repeatable,
})

/** What lies in a space that becomes private is hidden at once, its history too. */
export async function updateSpace(context: Context, given: unknown): Promise<{ readonly space: Space }> {
  const { idempotencyKey, ...input } = readInput(shape, given)
  const { id, expectedVersion, name, description, visibility } = input
  const details = visibility === undefined ? {} : { visibility }
  return changeSpace(context, { verb: 'update', id, details, idempotencyKey, input }, async (writing, current) => {
    if (expectedVersion != null && expectedVersion !== current.version)
      throw new ClientError('CONFLICT', `This is at version ${current.version} and not ${expectedVersion}`, {
        version: current.version,
      })
    await saveSpace(writing, { ...current, ...givenFields({ name, description, visibility }) })
  })
}

/** Writes a space that was changed. */
export async function saveSpace(
  { em, tenantId, author, at }: GraphWriting,
  { id, name, description, visibility }: Pick<Space, 'id' | 'name' | 'description' | 'visibility'>,
): Promise<void> {
  await em.execute(
    `update graph.space set name = ?, description = ?, version = version + 1, updated_at = ?, updated_by_kind = ?,
       updated_by = ? where tenant_id = ? and id = ?`,
    [name, description, at, author.kind, author.id, tenantId, id],
    'run',
  )
  await em.execute(
    'update graph.space_access set visibility = ? where tenant_id = ? and space_id = ?',
    [visibility, tenantId, id],
    'run',
  )
}
