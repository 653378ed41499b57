import type { ExecutionResult, GraphQLSchema } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createCompiler, isOperation } from './compile-operation.ts'
import type { HealthReport } from './health.ts'
import type { Resources } from './resources.ts'
import type { ViewerContext } from './rules.ts'
import { createSettler } from './settle-result.ts'
import type { SubgraphRequest } from './subgraph-source.ts'
import type { Route, SocketEndpoint, Subgraph } from './subgraph.ts'

export type SubgraphParts = {
  readonly name: string
  readonly schema: GraphQLSchema
  /** What one request may touch, confined to the caller's tenant when it is made. */
  readonly createContext: (viewer: Identity) => ViewerContext
  readonly routes?: readonly Route[]
  readonly sockets?: readonly SocketEndpoint[]
  readonly health?: () => Promise<HealthReport>
  /** Ends what runs in the background, last. */
  readonly dispose?: () => Promise<void>
}

/**
 * Makes the running form of a subgraph. Every operation for it comes through here, from whatever transport: compiled
 * once, executed in a context of its own; refusals are in the audit log before they are answered; an error that is ours
 * is logged once and masked.
 */
export function createSubgraph(resources: Resources, parts: SubgraphParts): Subgraph {
  const compile = createCompiler(parts.schema)
  const log = resources.log.child({ subgraph: parts.name })
  const duration = resources.metrics.histogram({
    name: 'graphmemory_subgraph_operation_seconds',
    help: 'Time to execute an operation in a subgraph',
    labels: ['subgraph', 'outcome'],
  })

  const settle = createSettler({ recordRefusal: resources.recordRefusal, log })

  return {
    name: parts.name,
    routes: parts.routes ?? [],
    sockets: parts.sockets ?? [],
    health: parts.health ?? (async () => ({})),
    async process(request: SubgraphRequest) {
      const end = duration.startTimer({ subgraph: parts.name })
      const operation = compile(request.query, request.operationName)
      const result = isOperation(operation)
        ? await operation.query(undefined, parts.createContext(request.identity), request.variables)
        : operation
      const settled = await settle(result, request.identity)
      end({ outcome: settled.errors === undefined ? 'ok' : 'error' })
      return settled
    },
    async subscribe(request: SubgraphRequest) {
      const operation = compile(request.query, request.operationName)
      if (!isOperation(operation)) return settle(operation, request.identity)
      if (operation.subscribe === undefined) throw new Error('not a subscription')
      const events = await operation.subscribe(undefined, parts.createContext(request.identity), request.variables)
      if (!(Symbol.asyncIterator in events)) return settle(events, request.identity)
      return mapEvents(events, (result) => settle(result, request.identity))
    },
    [Symbol.asyncDispose]: async () => parts.dispose?.(),
  }
}

/** Written by hand: a native async generator around a quiet upstream could not be ended. */
function mapEvents(
  events: AsyncIterableIterator<ExecutionResult>,
  map: (result: ExecutionResult) => Promise<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult> {
  return {
    async next() {
      const next = await events.next()
      return next.done === true ? next : { done: false, value: await map(next.value) }
    },
    return: async () => (await events.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
