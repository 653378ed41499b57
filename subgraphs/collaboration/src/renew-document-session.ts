import { notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { RenewDocumentSessionInput } from './schema.generated.ts'
import type { Session } from './sessions.ts'

/** Puts the end of the viewer's session off. */
export async function renewDocumentSession(
  { collaboration, viewer }: Context,
  { sessionId }: RenewDocumentSessionInput,
): Promise<{ session: Session }> {
  const session = await collaboration.sessions.ofViewer(viewer, sessionId)
  if (collaboration.sessions.isOver(session)) throw notFound('session')
  await collaboration.sessions.renew(session)
  return { session }
}
