import { ApolloGateway } from '@apollo/gateway'
import { GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Mask } from './edge/mask-result.ts'
import { executeOperation } from './execution/execute-operation.ts'
import type { Sources } from './execution/run.ts'
import { createGraphState, type GraphState } from './planning/graph-state.ts'
import { createOperationCache, type OperationCache } from './planning/operation-cache.ts'
import { withoutPolicies } from './planning/without-policies.ts'

/** One version of the graph with the operations compiled for it. */
export type Graph = { readonly state: GraphState; readonly operations: OperationCache }

/** What Apollo Server hands to the gateway with each operation. */
export type OperationContext = { readonly identity: Identity }

type Options = { readonly supergraphSdl: string; readonly sources: Sources; readonly log: Log; readonly mask: Mask }
type Update = (supergraphSdl: string) => void

/**
 * Apollo's gateway with our executor: it loads and swaps the supergraph and plans operations; plans are compiled and
 * carried out by us. A request is executed on the version of the graph that it was validated against.
 */
export class FederatedGateway extends ApolloGateway {
  readonly #graphs = new WeakMap<GraphQLSchema, Graph>()
  readonly #update: { call?: Update }
  #current: Graph | undefined

  constructor({ supergraphSdl, sources, log, mask }: Options) {
    const update: { call?: Update } = {}
    super({
      supergraphSdl: async (hook) => {
        update.call = hook.update
        return { supergraphSdl: withoutPolicies(supergraphSdl) }
      },
      buildService: () => ({ process: () => Promise.reject(new Error('subgraphs are called by our executor')) }),
      logger: log,
    })
    this.#update = update
    this.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
      const state = createGraphState(coreSupergraphSdl, apiSchema)
      const graph = { state, operations: createOperationCache(state) }
      this.#graphs.set(apiSchema, graph)
      this.#current = graph
    })
    this.executor = async (request): Promise<ExecutionResult> => {
      const graph = this.#graphs.get(request.schema)
      if (graph === undefined) throw new Error('an operation for a graph that was never loaded')
      const { identity } = request.context as OperationContext
      try {
        const compiled = graph.operations.get(request.document, request.source, request.request.operationName)
        const variables = request.request.variables ?? {}
        return mask.result(await executeOperation(compiled, { sources, identity, variables }), identity.request.id)
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error
        return mask.result({ errors: [error] }, identity.request.id)
      }
    }
  }

  /** The version of the graph that new operations meet. */
  get graph(): Graph {
    if (this.#current === undefined) throw new Error('the gateway has not loaded its graph')
    return this.#current
  }

  /** Puts a new supergraph in place. What runs goes on with the old one. Throws, and keeps the old one, if it is invalid. */
  replaceSupergraph(supergraphSdl: string): void {
    if (this.#update.call === undefined) throw new Error('the gateway has not loaded its graph')
    this.#update.call(withoutPolicies(supergraphSdl))
  }
}
