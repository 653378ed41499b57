import { z } from 'zod'
import { tenantOf, type Identity } from '@graphmemory/identity/identity.ts'
import { askSubgraph } from '@graphmemory/service/ask-subgraph.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'

const answer = z.object({ holdsDocuments: z.boolean() })

/** Whether documents of no memory lie in a space: only collaboration knows. Not to be asked inside of a transaction. */
export async function holdsDocuments(
  collaboration: SubgraphSource,
  viewer: Identity,
  spaceId: string,
): Promise<boolean> {
  const asking = {
    kind: 'service',
    service: 'memory-graph',
    tenantId: tenantOf(viewer),
    onBehalfOf: null,
    request: viewer.request,
  } as const
  const query = 'query ($spaceId: ID!) { holdsDocuments(spaceId: $spaceId) }'
  return (await askSubgraph(collaboration, asking, answer, query, { spaceId })).holdsDocuments
}
