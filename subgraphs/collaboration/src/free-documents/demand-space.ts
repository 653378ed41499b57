import { z } from 'zod'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import { askMemoryGraph } from '../ask-memory-graph.ts'
import type { Context } from '../context.ts'

const answer = z.object({ space: z.object({ id: z.string() }).nullable() })

/** Throws `NOT_FOUND` where there is no such space for the viewer, or it is deleted, and `FORBIDDEN` where he may not put a document into it. */
export async function demandSpace({ collaboration, viewer }: Context, id: string): Promise<void> {
  const query = 'query ($id: ID!) { space(id: $id) { id } }'
  const { space } = await askMemoryGraph(collaboration, viewer, answer, query, { id })
  if (space === null) throw notFound('space')
  if ((await collaboration.access.of(viewer, { in: 'space', id })) !== 'WRITE')
    throw new ClientError('FORBIDDEN', 'You only read this space')
}
