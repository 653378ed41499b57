import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import { Session } from './entities.ts'

export type SessionPage = Connection<Session>

/** The live sessions of the caller, newest first. */
export async function listSessions(
  { asViewer }: Context,
  userId: string,
  pageArguments: PageArguments,
): Promise<SessionPage> {
  const page = readPage(pageArguments, 1)
  const after = page.after?.[0]
  const sessions = await asViewer((em) =>
    em.find(
      Session,
      {
        userId,
        endedAt: null,
        expiresAt: { $gt: new Date() },
        ...(typeof after === 'string' && { id: { $lt: after } }),
      },
      { orderBy: { id: 'desc' }, limit: page.limit + 1 },
    ),
  )
  return toConnection(sessions, page, ({ id }) => [id])
}
