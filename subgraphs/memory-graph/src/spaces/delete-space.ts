import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { memoryEntity } from '../entities.ts'
import { id as idShape, request as repeatable } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { readSpaces, type Space } from './space.ts'
import { changeSpace } from './write-space.ts'

const shape = z.object({ id: idShape, ...repeatable })

/** Only an empty space is deleted, of memories and of documents; what was deleted in it before stays as hidden as it was. */
export async function deleteSpace(context: Context, given: unknown): Promise<{ readonly space: Space }> {
  const { idempotencyKey, ...input } = readInput(shape, given)
  const { id } = input
  const [space] = await context.withTenant((em) => readSpaces(em, [id]))
  // Whoever repeats a request has deleted it: that is found where the key is.
  if (space != null && (await context.holdsDocuments(id)))
    throw new ClientError('CONFLICT', 'Documents lie in this space', { version: space.version })
  return changeSpace(
    context,
    { verb: 'delete', id, idempotencyKey, input },
    async ({ em, tenantId, author, at }, { version }) => {
      const inIt = await em.findOne(memoryEntity, { spaceId: id, deletedAt: null }, { fields: ['id'] })
      if (inIt !== null) throw new ClientError('CONFLICT', 'Memories lie in this space', { version })
      await em.execute(
        `update graph.space set deleted_at = ?, external_id = null, version = version + 1, updated_at = ?, updated_by_kind = ?, updated_by = ?
         where tenant_id = ? and id = ?`,
        [at, at, author.kind, author.id, tenantId, id],
        'run',
      )
    },
  )
}
