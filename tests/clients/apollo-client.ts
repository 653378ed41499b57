import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { OperationTypeNode } from 'graphql'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { ClientOptions, GraphqlClient, Sink } from './graphql-client.ts'

type ApolloOptions = ClientOptions & {
  /** Whether queries and mutations go over HTTP, and only subscriptions over the socket. */
  readonly usesHttp: boolean
}

/** Apollo Client as its guide sets it up. */
export function apolloClient({ origin, path, token, usesHttp }: ApolloOptions): GraphqlClient {
  const socket = createClient({
    url: `${origin.replace('http', 'ws')}${path}`,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
  })
  const overSocket = new GraphQLWsLink(socket)
  const authorized: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${await token()}`)
    return fetch(input, { ...init, headers })
  }
  const link = usesHttp
    ? ApolloLink.split(
        ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
        overSocket,
        new HttpLink({ uri: `${origin}${path}`, fetch: authorized }),
      )
    : overSocket
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  const given = <Data>(data: Data | undefined): Data => {
    if (data === undefined) throw new Error('the operation was completed without an answer')
    return data
  }
  return {
    query: async <Data>(text: string, variables: Record<string, unknown>) =>
      given((await client.query<Data>({ query: gql(text), variables, fetchPolicy: 'network-only' })).data),
    mutate: async <Data>(text: string, variables: Record<string, unknown>) =>
      given((await client.mutate<Data>({ mutation: gql(text), variables })).data),
    watch: <Data>(text: string, variables: Record<string, unknown>, sink: Sink<Data>) => {
      const watching = client.subscribe<Data>({ query: gql(text), variables }).subscribe(({ data, error }) => {
        if (error !== undefined) sink.error(error)
        else if (data != null) sink.next(data)
      })
      return () => watching.unsubscribe()
    },
    codeOf: (error) => (CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['code'] : undefined),
    [Symbol.dispose]() {
      client.stop()
      void socket.dispose()
    },
  }
}
