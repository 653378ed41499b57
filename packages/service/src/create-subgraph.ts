import { createSourceEventStream, GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { causesOf } from '@graphmemory/telemetry/cause.ts'
import { withinTrace, withSpan } from '@graphmemory/telemetry/with-span.ts'
import { createCompiler, isOperation } from './compile-operation.ts'
import type { HealthReport } from './health.ts'
import { createPerformer } from './perform-operation.ts'
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
  const settle = createSettler({ ...resources, name: parts.name, log })
  const perform = createPerformer(settle, resources.metrics, parts.name)

  return {
    name: parts.name,
    routes: parts.routes ?? [],
    sockets: parts.sockets ?? [],
    health: parts.health ?? (async () => ({})),
    process: (request: SubgraphRequest) =>
      perform(request.identity, async () => {
        const operation = compile(request.query, request.operationName)
        return isOperation(operation)
          ? operation.query(undefined, parts.createContext(request.identity), request.variables)
          : operation
      }),
    async subscribe(request: SubgraphRequest) {
      const operation = compile(request.query, request.operationName)
      if (!isOperation(operation)) return settle(operation, request.identity)
      const context = parts.createContext(request.identity)
      // graphql-jit gives a subscription's resolver the operation's variables for its arguments: the stream is opened without it.
      const events = await createSourceEventStream({
        schema: parts.schema,
        document: operation.document,
        operationName: request.operationName,
        contextValue: context,
        variableValues: request.variables,
      })
      if (!(Symbol.asyncIterator in events)) return settle(events, request.identity)
      return mapEvents(events[Symbol.asyncIterator](), {
        event: (event) =>
          withinTrace(request.identity.request.traceparent, () =>
            withSpan(
              'subgraph.event',
              { subgraph: parts.name },
              async () => settle(await operation.query(event, context, request.variables), request.identity),
              causesOf(event),
            ),
          ),
        failure: (error) => settle({ errors: [asGraphqlError(error)] }, request.identity),
      })
    },
    [Symbol.asyncDispose]: async () => parts.dispose?.(),
  }
}

type Mapping = {
  readonly event: (event: unknown) => Promise<ExecutionResult>
  readonly failure: (error: unknown) => Promise<ExecutionResult>
}

/**
 * The results of a stream's events; its failure is the last of them. Written by hand: a native async generator around a
 * quiet upstream could not be ended.
 */
function mapEvents(events: AsyncIterator<unknown>, map: Mapping): AsyncIterableIterator<ExecutionResult> {
  let failed = false
  return {
    async next() {
      if (failed) return { done: true, value: undefined }
      let next: IteratorResult<unknown>
      try {
        next = await events.next()
      } catch (error) {
        failed = true
        return { done: false, value: await map.failure(error) }
      }
      return next.done === true ? { done: true, value: undefined } : { done: false, value: await map.event(next.value) }
    },
    async return() {
      await events.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  return new GraphQLError('A subscription failed', {
    originalError: error instanceof Error ? error : new Error(String(error)),
  })
}
