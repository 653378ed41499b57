import { ApolloGateway } from '@apollo/gateway'
import { HeaderMap } from '@apollo/server'
import { GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { withinTrace } from '@graphmemory/telemetry/with-span.ts'
import type { Mask } from './edge/mask-result.ts'
import { refusalStatus } from './edge/refusal-status.ts'
import { executeOperation, type OperationRequest, type OperationServices } from './execution/execute-operation.ts'
import type { CompiledOperation } from './planning/compile-operation.ts'
import { meterPlanCache, type PlanCacheMeter } from './planning/plan-cache-meter.ts'
import { createGraph, warmGraph, type Graph } from './planning/graph.ts'
import { withoutPolicies } from './planning/policies.ts'

/** What Apollo Server hands to the gateway with each operation. */
export type OperationContext = {
  readonly identity: Identity
  /** Whether parts of the answer may come later. */
  readonly mayDefer: boolean
  /** Has something done if the client goes before its answer is complete. */
  readonly onGone: (end: () => void) => void
}

export type FederatedGatewayOptions = OperationServices & {
  readonly supergraphSdl: string
  readonly log: Log
  readonly mask: Mask
  readonly metrics: Metrics
}

/** Who asks, and with which variables. */
export type Asked = Pick<OperationRequest, 'identity' | 'variables'>

type Update = (supergraphSdl: string) => void

/**
 * Apollo's gateway with our executor: it loads and swaps the supergraph and plans operations; plans are compiled and
 * carried out by us. A request is executed on the version of the graph that it was validated against.
 */
export class FederatedGateway extends ApolloGateway {
  readonly #graphs = new WeakMap<GraphQLSchema, Graph>()
  readonly #update: { call?: Update }
  readonly #meter: PlanCacheMeter
  readonly #mask: Mask
  readonly #services: OperationServices
  #current: Graph | undefined
  #next: Graph | undefined

  constructor({ supergraphSdl, log, mask, metrics, ...services }: FederatedGatewayOptions) {
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
    this.#mask = mask
    this.#services = services
    this.#meter = meterPlanCache(metrics, () => this.#current?.operations)
    this.onSchemaLoadOrUpdate(({ apiSchema }) => {
      const graph = this.#next ?? createGraph(supergraphSdl, this.#meter)
      this.#graphs.set(apiSchema, graph)
      this.#current = graph
    })
    this.executor = async ({ schema, request, document, source, context }): Promise<ExecutionResult> => {
      const graph = this.graphOf(schema)
      const { identity } = context as OperationContext
      const variables = request.variables ?? {}
      const compile = () => graph.operations.get(document, source, request.operationName)
      return withStatus(await this.answer(compile, { identity, variables }))
    }
  }

  /** Carries out a query or mutation. Its errors are as clients may see them, and so is one that `compile` throws. */
  answer(compile: () => CompiledOperation, { identity, variables }: Asked): Promise<ExecutionResult> {
    const mask = this.#mask
    // What is masked is logged with the trace that the client named.
    return withinTrace(identity.request.traceparent, async () => {
      try {
        const result = await executeOperation(compile(), { ...this.#services, identity, variables })
        return mask.result(result, identity.request.id)
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error
        return mask.result({ errors: [error] }, identity.request.id)
      }
    })
  }

  /** The version of the graph that Apollo knows by this schema. */
  graphOf(schema: GraphQLSchema): Graph {
    const graph = this.#graphs.get(schema)
    if (graph === undefined) throw new Error('an operation for a graph that was never loaded')
    return graph
  }

  /** The version of the graph that new operations meet. */
  get graph(): Graph {
    if (this.#current === undefined) throw new Error('the gateway has not loaded its graph')
    return this.#current
  }

  /** Whether answers of a subgraph may be kept; those of an earlier process may be until the graph is loaded. */
  keeps(subgraph: string): boolean {
    return this.#current?.state.kept.has(subgraph) ?? true
  }

  /**
   * Puts a new supergraph in place, once the operations used last are planned for it. What runs goes on with the old one.
   * Rejects, and keeps the old one, if it is invalid.
   */
  async replaceSupergraph(supergraphSdl: string): Promise<void> {
    if (this.#update.call === undefined) throw new Error('the gateway has not loaded its graph')
    const next = createGraph(supergraphSdl, this.#meter)
    await warmGraph(next, this.graph)
    this.#next = next
    try {
      this.#update.call(withoutPolicies(supergraphSdl))
    } finally {
      this.#next = undefined
    }
  }
}

/** Has Apollo Server answer with the status of a refusal where nothing was executed. */
function withStatus(result: ExecutionResult): ExecutionResult {
  const [error, ...others] = result.errors ?? []
  if (result.data !== undefined || error === undefined) return result
  const { status, headers } = refusalStatus(result.errors)
  const http = { status, headers: new HeaderMap(Object.entries(headers)) }
  const told = new GraphQLError(error.message, {
    ...(error.nodes !== undefined && { nodes: error.nodes }),
    extensions: { ...error.extensions, http },
  })
  return { ...result, errors: [told, ...others] }
}
