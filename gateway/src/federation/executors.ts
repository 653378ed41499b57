import { ApolloGateway, type GatewayConfig } from '@apollo/gateway'
import { Supergraph } from '@apollo/federation-internals'
import { execute, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { anonymous, executeOn } from '../testing/execute-on.ts'
import { withoutPolicies } from '../planning/policies.ts'
import type { TestGraph } from '../testing/test-graph.ts'

export type Variables = Readonly<Record<string, unknown>>
export type Executor = (query: string, variables?: Variables) => Promise<ExecutionResult>

const plain = (result: ExecutionResult) => JSON.parse(JSON.stringify(result)) as ExecutionResult

/** What GraphQL.js, the reference, answers where one server holds everything. */
export function referenceExecutor(graph: TestGraph, roots: Variables): Executor & { readonly schema: GraphQLSchema } {
  const schema = Supergraph.build(withoutPolicies(graph.supergraphSdl))
    .apiSchema()
    .toGraphQLJSSchema({ includeDefer: true })
  const run = async (query: string, variableValues: Variables = {}) => {
    const document = parse(query)
    const errors = validate(schema, document)
    if (errors.length > 0) throw new AggregateError(errors, `not a valid case: ${errors.join('; ')}`)
    return plain(await execute({ schema, document, rootValue: roots, variableValues }))
  }
  return Object.assign(run, { schema })
}

/** Apollo's own gateway as it is sold, over the same subgraphs. */
export async function stockExecutor(graph: TestGraph): Promise<Executor> {
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const buildService = ({ name }: { readonly name: string }) => ({
    process: async ({ request }: { readonly request: { readonly query?: string; readonly variables?: Variables } }) => {
      const source = graph.sources.get(name)
      if (source === undefined || request.query === undefined) throw new Error(`no ${name}`)
      return plain(
        await source.process({ query: request.query, variables: request.variables ?? {}, identity: anonymous() }),
      )
    },
  })
  const config = { supergraphSdl: graph.supergraphSdl, logger: quiet, buildService }
  const gateway = new ApolloGateway(config as unknown as GatewayConfig)
  const { schema, executor } = await gateway.load()
  return async (query, variables = {}) => {
    const document = parse(query)
    const request = {
      request: { query, variables },
      document,
      source: query,
      queryHash: query,
      schema,
      context: {},
      metrics: {},
      logger: quiet,
    }
    return plain(await executor(request as unknown as Parameters<typeof executor>[0]))
  }
}

export const ourExecutor =
  (graph: TestGraph): Executor =>
  (query, variables) =>
    executeOn(graph, query, variables)
