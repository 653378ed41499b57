import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import { ApiKey } from './entities.ts'

export type ApiKeyPage = Connection<ApiKey>

/** The API keys of a tenant, newest first, the dead ones included. */
export async function listApiKeys(
  { asViewer }: Context,
  tenantId: string,
  pageArguments: PageArguments,
): Promise<ApiKeyPage> {
  const page = readPage(pageArguments, 1)
  const after = page.after?.[0]
  const keys = await asViewer((em) =>
    em.find(
      ApiKey,
      { tenantId, ...(typeof after === 'string' && { id: { $lt: after } }) },
      { orderBy: { id: 'desc' }, limit: page.limit + 1 },
    ),
  )
  return toConnection(keys, page, ({ id }) => [id])
}
