import type { z } from 'zod'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { askSubgraph } from '@graphmemory/service/ask-subgraph.ts'
import type { Collaboration } from './collaboration.ts'

/** Asks the memory graph in the name of an identity. Throws its refusal as ours. */
export const askMemoryGraph = <Answer>(
  collaboration: Pick<Collaboration, 'source'>,
  identity: Identity,
  shape: z.ZodType<Answer>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> => askSubgraph(collaboration.source('memory-graph'), identity, shape, query, variables)
