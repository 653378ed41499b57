import { z } from 'zod'
import { notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { id as idShape, request as repeatable } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import type { Space } from './space.ts'
import { changeSpace } from './write-space.ts'

const shape = z.object({ spaceId: idShape, userId: idShape, ...repeatable })

export async function unshareSpace(context: Context, given: unknown): Promise<{ readonly space: Space }> {
  const { idempotencyKey, ...input } = readInput(shape, given)
  const { spaceId, userId } = input
  const request = { verb: 'unshare', id: spaceId, details: { userId }, idempotencyKey, input } as const
  return changeSpace(context, request, async ({ em, tenantId }) => {
    const gone = await em.execute<object[]>(
      'delete from graph.space_share where tenant_id = ? and space_id = ? and user_id = ? returning 1',
      [tenantId, spaceId, userId],
    )
    if (gone.length === 0) throw notFound('share')
  })
}
