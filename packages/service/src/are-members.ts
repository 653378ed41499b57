import { z } from 'zod'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { askSubgraph } from './ask-subgraph.ts'
import type { SubgraphSource } from './subgraph-source.ts'

const shape = z.object({ _entities: z.array(z.object({ email: z.string().nullable() }).nullable()) })
const query = 'query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { email } } }'

/** Whether all of these people are members of the viewer's tenant now: tenant-auth shows an address of those alone. */
export async function areMembers(
  tenantAuth: SubgraphSource,
  viewer: Identity,
  userIds: readonly string[],
): Promise<boolean> {
  const users = userIds.map((id) => ({ __typename: 'User', id }))
  const { _entities: found } = await askSubgraph(tenantAuth, viewer, shape, query, { users })
  return found.length === userIds.length && found.every((user) => user?.email != null)
}
