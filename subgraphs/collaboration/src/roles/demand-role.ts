import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import { isAtLeast } from './document-roles.ts'

const refusals = {
  SUGGESTER: 'You may not suggest edits of this document',
  EDITOR: 'You may not edit this document',
} as const

/** Throws `FORBIDDEN` for whoever may do less with this document. */
export async function demandRole(
  { collaboration, viewer }: Context,
  documentId: string,
  least: keyof typeof refusals,
): Promise<void> {
  if (!isAtLeast(await collaboration.roles.of(viewer, documentId), least))
    throw new ClientError('FORBIDDEN', refusals[least])
}
