import type { GraphQLFormattedError } from 'graphql'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { ClientOptions, GraphqlClient, Sink } from './graphql-client.ts'

class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly errors: readonly GraphQLFormattedError[]
  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message)
    this.errors = errors
  }
}

/** graphql-ws alone: everything over one socket. */
export function plainClient({ origin, path, token }: ClientOptions): GraphqlClient {
  const client = createClient({
    url: `${origin.replace('http', 'ws')}${path}`,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
  })
  const ask = async <Data>(query: string, variables: Record<string, unknown>): Promise<Data> => {
    for await (const { data, errors } of client.iterate<Data>({ query, variables })) {
      if (errors !== undefined) throw new RefusedError(errors)
      if (data != null) return data
    }
    throw new Error('the operation was completed without an answer')
  }
  return {
    query: ask,
    mutate: ask,
    watch: <Data>(query: string, variables: Record<string, unknown>, sink: Sink<Data>) =>
      client.subscribe<Data>(
        { query, variables },
        {
          next: ({ data, errors }) => {
            if (errors !== undefined) sink.error(new RefusedError(errors))
            else if (data != null) sink.next(data)
          },
          error: (error) => sink.error(Array.isArray(error) ? new RefusedError(error) : error),
          complete: () => undefined,
        },
      ),
    codeOf: (error) => (error instanceof RefusedError ? error.errors[0]?.extensions?.['code'] : undefined),
    [Symbol.dispose]: () => void client.dispose(),
  }
}
