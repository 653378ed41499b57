import { notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { DocumentRow } from './document-row.ts'
import type { Room } from './room.ts'
import { orUnavailable } from './or-unavailable.ts'

/** The document of the viewer's tenant with this id. Throws `NOT_FOUND`. */
export async function documentOf(context: Context, id: string): Promise<DocumentRow> {
  const document = await context.document('id', id)
  if (document === null) throw notFound('document')
  return document
}

/** Looks at a document's content; answers with what is durable. */
export async function lookAt<T>(context: Context, document: DocumentRow, look: (room: Room) => Promise<T>): Promise<T> {
  const { tenantId, id } = document
  const room = await context.collaboration.rooms.enter({ tenantId, documentId: id })
  return orUnavailable(() => look(room))
}
