import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'

/** Throws `FORBIDDEN` for whoever may not change this document. */
export async function demandEditor({ collaboration, viewer }: Context, documentId: string): Promise<void> {
  if ((await collaboration.roles.of(viewer, documentId)) !== 'EDITOR')
    throw new ClientError('FORBIDDEN', 'You may not edit this document')
}
