import { notFound } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { documentOf } from './enter-document.ts'
import type { OpenDocumentSessionInput } from './schema.generated.ts'
import type { Session } from './sessions.ts'

/** Opens a session for the viewer. Its Yjs client id is drawn by lot, and drawn again where somebody has it. */
export async function openDocumentSession(
  context: Context,
  { documentId }: OpenDocumentSessionInput,
): Promise<{ session: Session }> {
  const { collaboration, viewer } = context
  const document = await documentOf(context, documentId)
  const role = await collaboration.roles.of(viewer, documentId)
  if (role === null) throw notFound('document')
  for (let attempt = 1; ; attempt++) {
    try {
      return {
        session: await collaboration.database.withTenant(viewer, (em) =>
          collaboration.sessions.open(em, viewer, document, role),
        ),
      }
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === '23505'
      if (!isTaken || attempt === 3) throw error
    }
  }
}
