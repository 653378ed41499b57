import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse, subscribe, validate, type DocumentNode, type ExecutionResult } from 'graphql'
import type { SubgraphRequest, SubgraphSource } from '@graphmemory/service/subgraph-source.ts'

/** A subgraph of a test: its SDL without the `@link`, and its resolvers. */
export type TestSubgraph = { readonly sdl: string; readonly resolvers?: object }

export type TestGraph = {
  readonly supergraphSdl: string
  readonly sources: ReadonlyMap<string, SubgraphSource>
  /** Every call that a subgraph was sent, in order. */
  readonly calls: { readonly subgraph: string; readonly query: string; readonly variables: unknown }[]
}

const imports = [
  'key',
  'shareable',
  'external',
  'requires',
  'provides',
  'override',
  'interfaceObject',
  'inaccessible',
  'extends',
  'context',
  'fromContext',
  'authenticated',
  'requiresScopes',
  'policy',
  'composeDirective',
]
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: [${imports.map((name) => `"@${name}"`).join(', ')}])\n`
const cacheControl = `extend schema @composeDirective(name: "@cacheControl")
  @link(url: "https://graphmemory.dev/cacheControl/v1.0", import: ["@cacheControl", "CacheControlScope"])
  directive @cacheControl(maxAge: Int, scope: CacheControlScope) on FIELD_DEFINITION
  enum CacheControlScope { PUBLIC PRIVATE }\n`
const coalesce = `extend schema @composeDirective(name: "@coalesce")
  @link(url: "https://graphmemory.dev/coalesce/v1.0", import: ["@coalesce"])
  directive @coalesce(by: String!) on FIELD_DEFINITION\n`

/** Composes subgraphs into a supergraph and runs each on graphql-js, in this process. */
export function testGraph(subgraphs: Readonly<Record<string, TestSubgraph>>): TestGraph {
  const definitions = Object.entries(subgraphs).map(([name, { sdl, resolvers = {} }]) => {
    const own = [sdl.includes('@cacheControl') ? cacheControl : '', sdl.includes('@coalesce') ? coalesce : '']
    const typeDefs = parse([link, ...own, sdl].join(''))
    return { name, typeDefs, resolvers }
  })
  const { supergraphSdl, errors } = composeServices(
    definitions.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}.test` })),
  )
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], String(errors))
  const calls: TestGraph['calls'] = []
  const sources = definitions.map(({ name, typeDefs, resolvers }) => {
    const source = testSource(name, typeDefs, resolvers)
    return [name, recorded(source, calls)] as const
  })
  return { supergraphSdl, sources: new Map(sources), calls }
}

function recorded(source: SubgraphSource, calls: TestGraph['calls']): SubgraphSource {
  return {
    ...source,
    process: (request) => {
      calls.push({ subgraph: source.name, query: request.query, variables: request.variables })
      return source.process(request)
    },
  }
}

type Resolvers = NonNullable<
  Parameters<typeof buildSubgraphSchema>[0] extends infer M ? (M extends { resolvers?: infer R } ? R : never) : never
>

function testSource(name: string, typeDefs: DocumentNode, resolvers: object): SubgraphSource {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as Resolvers }])
  const argumentsOf = ({ query, operationName, variables, identity }: SubgraphRequest) => ({
    schema,
    document: parse(query),
    contextValue: { identity },
    ...(operationName !== undefined && { operationName }),
    ...(variables !== undefined && { variableValues: variables }),
  })
  return {
    name,
    process: async (request) => {
      const args = argumentsOf(request)
      const errors = validate(schema, args.document)
      if (errors.length > 0)
        throw new AggregateError(errors, `${name} was sent an invalid operation: ${errors.join('; ')} ${request.query}`)
      return throughJson(await execute(args))
    },
    subscribe: async (request) => {
      const events = await subscribe(argumentsOf(request))
      return Symbol.asyncIterator in events ? (events as AsyncIterableIterator<ExecutionResult>) : events
    },
  }
}

/** Answers as they come over a wire: plain objects, shared with nobody. */
const throughJson = (result: ExecutionResult): ExecutionResult => ({
  ...(result.errors !== undefined && { errors: result.errors }),
  ...(result.data !== undefined && { data: JSON.parse(JSON.stringify(result.data)) as ExecutionResult['data'] & {} }),
})
