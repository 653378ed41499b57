import { z } from 'zod'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { id as idShape, request as repeatable } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { spaceRoles, type Space } from './space.ts'
import { changeSpace } from './write-space.ts'

const maxShares = 500

const shape = z.object({ spaceId: idShape, userId: idShape, role: z.enum(spaceRoles), ...repeatable })

/** Shares a space with a member of the tenant, or changes what he may do there. What he may do in the tenant bounds it. */
export async function shareSpace(context: Context, given: unknown): Promise<{ readonly space: Space }> {
  const { idempotencyKey, ...input } = readInput(shape, given)
  const { spaceId, userId, role } = input
  if (!(await context.isMember(userId))) throw badInput('userId', 'userId: no member of this tenant')
  const request = { verb: 'share', id: spaceId, details: { userId, role }, idempotencyKey, input } as const
  return changeSpace(context, request, async ({ em, tenantId, at }) => {
    const [many] = await em.execute<object[]>(
      'select 1 from graph.space_share where space_id = ? and user_id <> ? offset ? limit 1',
      [spaceId, userId, maxShares - 1],
    )
    if (many !== undefined) throw new ClientError('CONFLICT', `A space is shared with at most ${maxShares}`)
    await em.execute(
      `insert into graph.space_share (tenant_id, space_id, user_id, role, shared_at) values (?, ?, ?, ?, ?)
         on conflict (tenant_id, space_id, user_id) do update set role = excluded.role`,
      [tenantId, spaceId, userId, role, at],
      'run',
    )
  })
}
