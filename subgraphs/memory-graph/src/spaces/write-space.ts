import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import type { Json } from '@graphmemory/audit-outbox/audit-record.ts'
import type { Context } from '../context.ts'
import { writeGraph, type GraphWriting } from '../write-graph.ts'
import { findSpaces, type Space } from './space.ts'

/**
 * Changes one space while no memory is being written. For its maker, and who may manage memories: `FORBIDDEN` for others
 * who see it, `NOT_FOUND` for those who do not. It is no part of the graph's log; who looks at the graph is told at once.
 */
export async function changeSpace(
  context: Context,
  request: {
    readonly verb: 'update' | 'delete' | 'share' | 'unshare'
    readonly id: string
    readonly details?: Json
    readonly idempotencyKey?: string | null | undefined
    readonly input: unknown
  },
  work: (writing: GraphWriting, space: Space) => Promise<void>,
): Promise<{ readonly space: Space }> {
  const { verb, id, details, idempotencyKey = null, input } = request
  const space = await writeGraph(
    context,
    {
      action: `space.${verb}`,
      resource: { type: 'space', id },
      ...(details !== undefined && { details }),
      idempotencyKey,
      input,
      answerOf: 'kept',
    },
    async (writing) => {
      const [current] = await findSpaces(writing.em, [id])
      if (current === undefined) throw notFound('space')
      if (!mayChangeSpace(context, writing, current)) throw new ClientError('FORBIDDEN', notItsMaker)
      await work(writing, current)
      const [changed] = await findSpaces(writing.em, [id])
      return changed ?? current
    },
  )
  context.announceAccess()
  return { space }
}

/** Whether the author may change a space that he sees. */
export const mayChangeSpace = ({ viewer }: Context, { author }: GraphWriting, { ownerId }: Space): boolean =>
  ownerId === author.id || can(viewer, 'manage', 'memory')

export const notItsMaker = 'Only who made a space, and who may manage memories, changes it'
