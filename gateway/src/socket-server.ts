import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { limits } from './edge/limits.ts'
import type { Mask } from './edge/mask-result.ts'
import type { PrepareOperation } from './edge/prepare-operation.ts'
import type { RateLimits } from './edge/rate-limits.ts'
import { bearerOf, requestInfo } from './edge/request-info.ts'
import { executeOperation } from './execution/execute-operation.ts'
import type { Sources } from './execution/run.ts'
import { subscribeOperation } from './execution/subscribe-operation.ts'
import type { FederatedGateway } from './federated-gateway.ts'
import type { CompiledOperation } from './planning/compile-operation.ts'

export type SocketServerOptions = {
  readonly gateway: FederatedGateway
  readonly sources: Sources
  readonly authenticate: Authenticate
  readonly prepare: PrepareOperation
  readonly rateLimits: RateLimits
  readonly mask: Mask
  readonly log: Log
  readonly metrics: Metrics
  readonly maxOperationsPerSocket?: number
  readonly ipOf: (request: IncomingMessage) => string
}

export type SocketServer = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every client to connect elsewhere, and resolves when all have gone or the deadline is over. */
  drain(deadlineMs: number): Promise<void>
}

/** Close codes of graphql-transport-ws, and 1012 of RFC 6455's registry. */
const closeCodes = { forbidden: 4403, serviceRestart: 1012 } as const

type Connection = { identity?: Identity }

/** What we hand through graphql-ws beside the document that it wants to see. */
type Operation = {
  readonly compiled: CompiledOperation
  readonly identity: Identity
  readonly variables: Readonly<Record<string, unknown>>
}

const payloadShape = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
})

/** Queries, mutations and subscriptions over graphql-transport-ws, under the same limits and masks as over HTTP. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { gateway, sources, authenticate, prepare, rateLimits, mask, log, maxOperationsPerSocket = 100 } = options
  const connections = new WeakMap<WebSocket, Connection>()
  const open = options.metrics.gauge({ name: 'graphmemory_websocket_connections', help: 'Open WebSocket connections' })
  const running = options.metrics.gauge({ name: 'graphmemory_subscriptions', help: 'Subscriptions being served' })
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.bodyBytes, perMessageDeflate: false })

  /** Reads, counts, validates and plans one operation; errors are answers. */
  const operationOf = async (
    connection: Connection | undefined,
    payload: unknown,
    activeCount: number,
  ): Promise<Operation> => {
    const identity = connection?.identity
    if (identity === undefined) throw new ClientError('UNAUTHENTICATED', 'Sign in first')
    if (activeCount > maxOperationsPerSocket)
      throw new ClientError('RATE_LIMITED', `A socket may run ${maxOperationsPerSocket} operations at once`)
    const taken = await rateLimits.take(identity)
    if (!taken.isAllowed) throw new ClientError('RATE_LIMITED', 'Too many requests', { retryAfterMs: taken.resetMs })
    const request = payloadShape.safeParse(payload)
    if (!request.success) throw new GraphQLError('Not a GraphQL request', { extensions: { code: 'BAD_REQUEST' } })
    const { query, operationName, variables } = request.data
    const { state, operations } = gateway.graph
    const prepared = prepare(state.schema, query)
    if ('errors' in prepared) throw new InvalidOperation(prepared.errors)
    return {
      compiled: operations.get(prepared.document, query, operationName ?? undefined),
      identity: { ...identity, request: { ...identity.request, id: newId('req') } },
      variables: variables ?? {},
    }
  }

  useServer(
    {
      connectionInitWaitTimeout: 5_000,
      onConnect: async ({ connectionParams, extra: { socket, request } }) => {
        const info = requestInfo(newId('req'), options.ipOf(request), request.headers)
        try {
          const identity = await authenticate(bearerOf(connectionParams?.['authorization']), info)
          connections.set(socket, { identity })
          return true
        } catch (error) {
          if (!(error instanceof ClientError)) log.error({ err: error, requestId: info.id }, 'a connection failed')
          return false
        }
      },
      onSubscribe: async ({ extra: { socket }, subscriptions }, _id, payload) => {
        const connection = connections.get(socket)
        try {
          const operation = await operationOf(connection, payload, Object.keys(subscriptions).length)
          const { document, operation: definition } = operation.compiled
          return { document, operationName: definition.name?.value, ours: operation } as unknown as ExecutionArgs
        } catch (error) {
          return errorsOf(error).map((one) => mask.error(one, connection?.identity?.request.id ?? newId('req')))
        }
      },
      execute: async (args: unknown) => {
        const { compiled, ...request } = (args as { readonly ours: Operation }).ours
        return mask.result(await executeOperation(compiled, { ...request, sources }), request.identity.request.id)
      },
      subscribe: async (args: unknown) => {
        const { compiled, ...request } = (args as { readonly ours: Operation }).ours
        const events = await subscribeOperation(compiled, { ...request, sources })
        if (!(Symbol.asyncIterator in events)) return mask.result(events, request.identity.request.id)
        running.inc()
        return masked(
          events,
          (event) => mask.result(event, request.identity.request.id),
          () => running.dec(),
        )
      },
    },
    server,
  )
  server.on('connection', (socket) => {
    open.inc()
    socket.once('close', () => open.dec())
  })

  return {
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request)),
    drain: async (deadlineMs) => {
      const gone = [...server.clients].map(
        (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
      )
      for (const client of server.clients) client.close(closeCodes.serviceRestart, 'Service restart')
      const force = setTimeout(() => {
        for (const client of server.clients) client.terminate()
      }, deadlineMs)
      await Promise.all(gone)
      clearTimeout(force)
      server.close()
    },
  }
}

class InvalidOperation extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super('the operation is not valid')
    this.errors = errors
  }
}

function errorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof InvalidOperation) return error.errors
  if (error instanceof GraphQLError) return [error]
  return [new GraphQLError('failed', { originalError: error instanceof Error ? error : new Error(String(error)) })]
}

function masked(
  events: AsyncIterableIterator<ExecutionResult>,
  mask: (event: ExecutionResult) => ExecutionResult,
  onEnd: () => void,
): AsyncIterableIterator<ExecutionResult> {
  let hasEnded = false
  const end = () => {
    if (!hasEnded) onEnd()
    hasEnded = true
  }
  return {
    async next() {
      const event = await events.next()
      if (event.done !== true) return { done: false, value: mask(event.value) }
      end()
      return event
    },
    async return() {
      end()
      return (await events.return?.()) ?? { done: true, value: undefined }
    },
    async throw(error) {
      end()
      await events.return?.()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
