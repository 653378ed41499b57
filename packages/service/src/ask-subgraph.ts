import type { GraphQLError } from 'graphql'
import type { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { SubgraphSource } from './subgraph-source.ts'

/** Asks another subgraph in the name of an identity. Throws its refusal as ours. */
export async function askSubgraph<Answer>(
  source: SubgraphSource,
  identity: Identity,
  shape: z.ZodType<Answer>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const { data, errors } = await source.process({ query, variables, identity })
  const refusal: GraphQLError | undefined = errors?.[0]
  if (refusal !== undefined) {
    const code = errorCodeOf(refusal)
    throw code === null
      ? new Error(`${source.name} failed`, { cause: refusal })
      : new ClientError(code, refusal.message)
  }
  return shape.parse(data)
}
