import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { StreamItem } from './event-stream.ts'
import { readLocks } from './locks/element-lock.ts'
import { orUnavailable } from './or-unavailable.ts'
import { parseStateVector } from './read-state.ts'
import { control } from './room-event.ts'
import type { SubscriptionDocumentEventsArgs } from './schema.generated.ts'

/** Joins the viewer's session to its document's audience. */
export async function watchDocument(
  { collaboration, viewer, currentViewer, stream }: Context,
  { sessionId, stateVector }: SubscriptionDocumentEventsArgs,
): Promise<AsyncIterableIterator<StreamItem>> {
  const { sessions, rooms, writes } = collaboration
  const session = await sessions.ofViewer(viewer, sessionId)
  if (sessions.isOver(session)) throw notFound('session')
  const role = await sessions.roleOf(session, viewer)
  if (role === null) throw notFound('document')
  const { tenantId, documentId, yjsClientId, epoch } = session
  const room = await rooms.enter({ tenantId, documentId })
  if (room.epoch !== epoch)
    throw new ClientError('CONFLICT', 'The document has begun a new epoch', { version: room.epoch })

  const have = stateVector == null ? undefined : parseStateVector(stateVector)
  const subscriber = stream(sessionId)
  const place = await orUnavailable(() => room.audience.add(subscriber, yjsClientId, have))
  await sessions.renew(session)
  const unwatch = collaboration.roleWatches.watch(
    {
      session,
      viewer: currentViewer,
      changed: (now) => {
        room.audience.tell(sessionId, now === null ? control('EVICTED') : control('ROLE_CHANGED', { role: now }))
        if (now === null) room.audience.end(sessionId)
      },
    },
    role,
  )
  const locks = await collaboration.database.withTenant(viewer, (em) => readLocks(em, documentId))
  const first = { ...place.first, locks }
  return subscriber.iterate({
    first: role === session.openedAs ? first : { ...first, control: control('ROLE_CHANGED', { role }) },
    start: () => {
      place.start()
      const { retryAfterMs } = writes
      if (writes.isReadOnly(tenantId))
        room.audience.tell(sessionId, control('READ_ONLY_MODE', { isReadOnly: true, retryAfterMs }))
    },
    leave: () => {
      unwatch()
      place.leave()
      if (!room.audience.hasSession(sessionId)) {
        const left = room.presences.leave(yjsClientId)
        if (left !== null) rooms.tellPresence(room.key, [left])
      }
    },
  })
}
