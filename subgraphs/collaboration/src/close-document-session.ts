import type { Context } from './context.ts'
import { releaseAll } from './locks/release-all.ts'
import type { CloseDocumentSessionInput } from './schema.generated.ts'

/** Ends the viewer's session, its stream and its presence, on whichever node they are. */
export async function closeDocumentSession(
  { collaboration, viewer }: Context,
  { sessionId }: CloseDocumentSessionInput,
): Promise<{ sessionId: string }> {
  const { sessions, rooms } = collaboration
  const session = await sessions.ofViewer(viewer, sessionId)
  await sessions.close(viewer, session)
  const { tenantId, documentId, yjsClientId } = session
  const room = rooms.find({ tenantId, documentId })
  const released = await releaseAll(collaboration.database, session)
  if (released.length > 0) rooms.tellLocks(session, released)
  const left = room?.presences.leave(yjsClientId)
  room?.audience.end(sessionId)
  rooms.tellPresence({ tenantId, documentId }, left == null ? [] : [left], sessionId)
  return { sessionId }
}
