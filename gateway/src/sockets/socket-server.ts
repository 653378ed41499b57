import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Duplex } from 'node:stream'
import type { ExecutionArgs } from 'graphql'
import type { WebSocket } from 'ws'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { withinTrace } from '@graphmemory/telemetry/with-span.ts'
import { limits } from '../edge/limits.ts'
import { loadKeyOf, type LoadLimit } from '../edge/load-limit.ts'
import type { Mask } from '../edge/mask-result.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import {
  errorsOf,
  readOperation,
  tooMany,
  withRequestId,
  type ReadOperation,
  type ReadOptions,
} from '../edge/read-operation.ts'
import { bearerOf, requestInfo } from '../edge/request-info.ts'
import { executeOperation, type OperationServices } from '../execution/execute-operation.ts'
import type { SubscriptionHub } from '../subscriptions/hub.ts'
import { closeCodes } from './close-codes.ts'
import { closeSocket } from './frames-of-turn.ts'
import type { Connections } from './connections.ts'
import { serveTransport } from './serve-transport.ts'
import { socketMember } from './socket-member.ts'

export type SocketServerOptions = ReadOptions &
  OperationServices & {
    readonly connections: Connections
    readonly hub: SubscriptionHub
    readonly rateLimits: RateLimits
    readonly load: LoadLimit
    readonly mask: Mask
    readonly log: Log
    readonly metrics: Metrics
    readonly maxOperationsPerSocket: number
    readonly ipOf: (request: IncomingMessage) => string
  }

export type SocketServer = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every client to connect elsewhere, in waves, and resolves when all have gone or the deadline is over. */
  drain(deadlineMs: number): Promise<void>
}

/** What we hand through graphql-ws beside the document that it wants to see. */
type Operation = ReadOperation & { readonly id: string; readonly socket: WebSocket; readonly identity: Identity }

const operationIn = (args: unknown): Operation => (args as { readonly ours: Operation }).ours

const endpoint = 'graphql'
/** A client that runs too much at once may try again when some of it has ended. */
const retryAfterMs = 1_000

/** Queries, mutations and subscriptions over graphql-transport-ws, under the same limits and masks as over HTTP. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const {
    sources,
    admit,
    entityCache,
    inFlight,
    connections,
    hub,
    rateLimits,
    load,
    mask,
    log,
    maxOperationsPerSocket,
  } = options
  const open = options.metrics.gauge({
    name: 'graphmemory_websocket_connections',
    help: 'Open WebSocket connections',
    labels: ['endpoint'],
  })
  const operationOf = async (socket: WebSocket, id: string, payload: unknown, running: number): Promise<Operation> => {
    const connection = connections.of(socket)
    if (connection === undefined) throw new ClientError('UNAUTHENTICATED', 'Sign in first')
    if (running > maxOperationsPerSocket)
      throw tooMany(`A socket may run ${maxOperationsPerSocket} operations at once`, retryAfterMs)
    const taken = await rateLimits.take(connection.identity)
    if (!taken.isAllowed) throw tooMany('Too many requests', taken.resetMs)
    const identity = withRequestId(connection.identity, newId('req'))
    return { ...readOperation(options, payload), id, socket, identity }
  }

  const server = serveTransport(
    {
      connectionInitWaitTimeout: 5_000,
      onConnect: async ({ connectionParams, extra: { socket, info } }) => {
        try {
          await connections.open(socket, bearerOf(connectionParams?.['authorization']), info)
          return true
        } catch (error) {
          if (!(error instanceof ClientError)) log.error({ err: error, requestId: info.id }, 'a connection failed')
          const isRefused = error instanceof ClientError && error.code === 'UNAUTHENTICATED'
          if (!isRefused)
            closeSocket(socket, closeCodes.tryAgainLater, error instanceof ClientError ? error.message : 'Try again')
          return false
        }
      },
      onPing: async ({ extra: { socket } }, payload) => {
        const bearer = bearerOf(payload?.['authorization'])
        if (bearer !== undefined) await connections.renew(socket, bearer)
      },
      onSubscribe: async ({ extra: { socket }, subscriptions }, id, payload) => {
        try {
          const ours = await operationOf(socket, id, payload, Object.keys(subscriptions).length)
          const { document, operation } = ours.compiled
          return { document, operationName: operation.name?.value, ours } as unknown as ExecutionArgs
        } catch (error) {
          const requestId = connections.of(socket)?.info.id ?? newId('req')
          return errorsOf(error).map((one) => mask.error(one, requestId))
        }
      },
      execute: async (args) => {
        const { compiled, variables, identity } = operationIn(args)
        return withinTrace(identity.request.traceparent, async () => {
          let leave: (() => void) | undefined
          try {
            leave = await load.enter(loadKeyOf(identity))
            const request = {
              sources,
              ...(admit && { admit }),
              ...(entityCache && { entityCache }),
              ...(inFlight && { inFlight }),
              variables,
              identity,
            }
            return mask.result(await executeOperation(compiled, request), identity.request.id)
          } catch (error) {
            return mask.result({ errors: errorsOf(error) }, identity.request.id)
          } finally {
            leave?.()
          }
        })
      },
      subscribe: async (args) => {
        const operation = operationIn(args)
        const { member, lifetime, onEnd } = socketMember(operation.socket, operation.id)
        const joined = await hub.join(operation, member)
        if ('refused' in joined) return joined.refused
        onEnd(joined.leave)
        return lifetime
      },
    },
    {
      maxMessageBytes: limits.bodyBytes,
      log,
      infoOf: (request) => requestInfo(newId('req'), options.ipOf(request), request.headers),
    },
  )

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    open.inc({ endpoint })
    socket.on('close', () => open.dec({ endpoint }))
    try {
      connections.admit(socket, options.ipOf(request))
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      closeSocket(socket, closeCodes.tryAgainLater, error.message)
    }
  })

  return {
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request)),
    drain: async (deadlineMs) => {
      const clients = [...server.clients]
      const gone = clients.map((client) => new Promise<void>((resolve) => client.once('close', () => resolve())))
      await closeInWaves(clients)
      const force = setTimeout(() => clients.forEach((client) => client.terminate()), deadlineMs)
      await Promise.all(gone)
      clearTimeout(force)
      server.close()
    },
  }
}

const wave = { size: 200, everyMs: 100 } as const

/** Not all at once, so that they do not all come back at once. */
async function closeInWaves(clients: readonly WebSocket[]): Promise<void> {
  for (let from = 0; from < clients.length; from += wave.size) {
    if (from > 0) await delay(wave.everyMs)
    for (const client of clients.slice(from, from + wave.size))
      closeSocket(client, closeCodes.serviceRestart, 'Service restart')
  }
}
