import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { GraphQLError, subscribe, type ExecutionArgs, type GraphQLSchema } from 'graphql'
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols, makeServer } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import { documentsProtocol } from '@graphmemory/document-frames/protocol.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { actorOf, type Identity, type RequestInfo } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Resources } from '@graphmemory/service/resources.ts'
import { createSettler } from '@graphmemory/service/settle-result.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import type { SocketEndpoint } from '@graphmemory/service/subgraph.ts'
import type { Collaboration } from './collaboration.ts'
import { createContext } from './context.ts'
import { EventClasses } from './event-classes.ts'
import { CompactEvents } from './event-frames.ts'
import { documentRoleOf } from './document-role.ts'
import { createPushFrames } from './push-frames.ts'
import { rootFieldOf } from './root-field.ts'
import { SocketConnection } from './socket-connection.ts'
import { SocketStream } from './socket-stream.ts'
import { createOperationReader, type Operation } from './read-operation.ts'

export type CollaborationSocketOptions = Pick<
  Resources,
  'authenticate' | 'events' | 'log' | 'metrics' | 'recordRefusal'
> & {
  readonly schema: GraphQLSchema
  readonly collaboration: Collaboration
  readonly recheckMs: number
}

/** What one socket stands for. */
type Caller = {
  readonly connection: SocketConnection
  readonly request: RequestInfo
  bearer: string | undefined
  viewer: Identity
  /** Sessions with an open stream on this socket, by operation id. */
  readonly streams: Map<string, string>
  /** Pushes under way that came as frames. */
  readonly pushes: Set<number>
  /** End the other streams of this socket. */
  readonly others: Set<() => void>
}

type Extra = {
  caller: Caller | null
  readonly connection: SocketConnection
  readonly request: IncomingMessage
  /** Whether the socket speaks graphmemory-documents.v2. */
  readonly hasFrames: boolean
}
type Arguments = ExecutionArgs & {
  readonly operation: Operation
  readonly operationId: string
  readonly caller: Caller
}

export type CollaborationSocket = SocketEndpoint & {
  readonly size: number
  /** Names the subgraph that executes queries and mutations; before it nothing is accepted. */
  serve(subgraph: SubgraphSource): void
}

/**
 * The endpoint `/collaboration`: graphql-transport-ws, where document events go out as bytes that all subscribers of the
 * same operation share. Everything else is as on any server of that protocol. Who asks for graphmemory-documents.v2 has
 * binary frames beside it, for pushes and for events.
 */
export async function createCollaborationSocket(options: CollaborationSocketOptions): Promise<CollaborationSocket> {
  const { schema, collaboration, authenticate, events, log } = options
  const { limits, rooms } = collaboration
  const settle = createSettler({ ...options, name: 'collaboration' })
  const read = createOperationReader(schema)
  const classes = new EventClasses(schema)
  const compact = new CompactEvents()
  const takePush = createPushFrames(collaboration, settle, options.metrics)
  const callers = new Set<Caller>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(documentsProtocol) ? documentsProtocol : handleProtocols(protocols)),
  })
  let subgraph: SubgraphSource | null = null
  let isDraining = false

  /** Replaces what a socket may do; ends it where the credentials are worth nothing any more. */
  const recheck = async (caller: Caller, bearer = caller.bearer): Promise<void> => {
    let viewer: Identity
    try {
      viewer = await authenticate(bearer, caller.request)
    } catch (error) {
      if (error instanceof ClientError && error.code === 'UNAVAILABLE') return
      return caller.connection.close(CloseCode.Unauthorized, 'Credentials have run out')
    }
    if (!isSamePerson(viewer, caller.viewer))
      return caller.connection.close(CloseCode.Unauthorized, 'Credentials of somebody else')
    caller.viewer = viewer
    caller.bearer = bearer
    if (documentRoleOf(viewer) === null) for (const end of caller.others) end()
    const sessionIds = new Set(caller.streams.values())
    await collaboration.roleWatches.recheck(({ id }) => sessionIds.has(id))
  }
  const news = await events.subscribe('identity.changed', async (changed) => {
    // After the authenticator has heard it, too.
    await new Promise((resolve) => setImmediate(resolve))
    await Promise.all([...callers].filter(({ viewer }) => isAbout(changed, viewer)).map((caller) => recheck(caller)))
  })
  const rechecking = setInterval(() => {
    for (const caller of callers)
      recheck(caller).catch((error: unknown) => log.warn({ err: error }, 'an identity could not be looked up'))
  }, options.recheckMs).unref()

  const served = (): SubgraphSource => {
    if (subgraph === null) throw new Error('the subgraph is not there yet')
    return subgraph
  }
  /** Streams that are not shared go the subgraph's own way, and end with the right to read. */
  const subscribeToOther = async (caller: Caller, operation: Operation) => {
    const result = await served().subscribe(requestFor(caller, operation))
    if (!(Symbol.asyncIterator in result)) return result
    const end = () => void result.return?.()
    caller.others.add(end)
    return onReturn(result, () => caller.others.delete(end))
  }

  const server = makeServer<{ authorization?: unknown }, Extra>({
    async onConnect({ connectionParams, extra }) {
      const request = requestOf(extra.request)
      const bearer = bearerIn(connectionParams)
      try {
        const viewer = await authenticate(bearer, request)
        if (viewer.kind === 'anonymous') return extra.connection.close(CloseCode.Unauthorized, 'Unauthorized')
        const { connection } = extra
        const [streams, pushes, others] = [new Map(), new Set<number>(), new Set<() => void>()]
        extra.caller = { connection, request, bearer, viewer, streams, pushes, others }
        callers.add(extra.caller)
      } catch (error) {
        const isAway = error instanceof ClientError && error.code === 'UNAVAILABLE'
        extra.connection.close(isAway ? 1013 : CloseCode.Unauthorized, isAway ? 'Try again' : 'Unauthorized')
      }
      return undefined
    },
    async onPing({ extra }, payload) {
      const bearer = bearerIn(payload)
      if (bearer !== undefined && extra.caller !== null) await recheck(extra.caller, bearer)
    },
    onSubscribe(context, operationId, payload) {
      const { caller, hasFrames } = context.extra
      if (caller === null) return [new GraphQLError('Unauthorized')]
      if (Object.keys(context.subscriptions).length > limits.operationsPerSocket) {
        context.extra.connection.close(CloseCode.TooManyInitialisationRequests, 'Too many operations')
        return [new GraphQLError('Too many operations')]
      }
      const operation = read(payload)
      if (!('document' in operation)) return operation
      return argumentsOf(operation, operationId, caller, hasFrames)
    },
    execute: (args) => {
      const { caller, operation } = args as Arguments
      return served().process(requestFor(caller, operation))
    },
    subscribe: async (args) => {
      const { caller, operation } = args as Arguments
      if (rootFieldOf(operation) !== 'documentEvents') return subscribeToOther(caller, operation)
      const result = await subscribe(args)
      return Symbol.asyncIterator in result ? result : settle(result, caller.viewer)
    },
    onClose({ extra }) {
      if (extra.caller !== null) callers.delete(extra.caller)
    },
  })

  const argumentsOf = (operation: Operation, operationId: string, caller: Caller, hasFrames: boolean): Arguments => {
    const { connection, viewer, streams } = caller
    const open = (sessionId: string) => {
      streams.set(operationId, sessionId)
      const eventClass = classes.of(operation)
      const isEarly = hasFrames && CompactEvents.canName(operationId)
      return new SocketStream({
        sessionId,
        operationId,
        connection,
        frames: isEarly ? compact.beside(eventClass) : eventClass,
        isEarly,
        limits,
        onEnd: () => streams.delete(operationId),
      })
    }
    return {
      schema,
      document: operation.document,
      variableValues: operation.variables,
      contextValue: createContext(collaboration, viewer, open, () => caller.viewer),
      ...(operation.operationName !== undefined && { operationName: operation.operationName }),
      operation,
      operationId,
      caller,
    }
  }

  sockets.on('connection', (socket, request) => {
    const connection = new SocketConnection(socket, limits)
    const hasFrames = socket.protocol === documentsProtocol
    const extra: Extra = { caller: null, connection, request, hasFrames }
    const failed = (error: unknown) => {
      log.error({ err: error }, 'a message could not be handled')
      connection.close(CloseCode.InternalServerError, 'Internal server error')
    }
    const take = (bytes: Uint8Array) => {
      const { caller } = extra
      if (caller === null) return connection.close(CloseCode.Unauthorized, 'Unauthorized')
      takePush(caller, requestingAs(caller), bytes).catch(failed)
    }
    const closed = server.opened(
      {
        protocol: hasFrames ? GRAPHQL_TRANSPORT_WS_PROTOCOL : socket.protocol,
        send: (text) => connection.send(text),
        close: (code = 1000, reason = '') => connection.close(code, reason),
        onMessage: (handle) => connection.onMessage((text) => handle(text).catch(failed), hasFrames ? take : undefined),
      },
      extra,
    )
    connection.onClose((code, reason) => {
      closed(code, reason).catch((error: unknown) => log.error({ err: error }, 'a socket could not be left'))
    })
  })

  return {
    path: '/collaboration',
    get size() {
      return sockets.clients.size
    },
    serve(by) {
      subgraph = by
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
      if (isDraining) return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request))
    },
    async drain(deadlineMs) {
      isDraining = true
      clearInterval(rechecking)
      await news[Symbol.asyncDispose]()
      rooms.drain()
      for (const socket of sockets.clients) socket.close(1001, 'The server goes down')
      const end = performance.now() + deadlineMs
      while (sockets.clients.size > 0 && performance.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 20))
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}

/** Who a socket stands for, with a request of its own. */
const requestingAs = ({ viewer, request }: Caller): Identity => ({
  ...viewer,
  request: { ...request, id: newId('req') },
})

const requestFor = (caller: Caller, { query, operationName, variables }: Operation) => ({
  query,
  variables,
  identity: requestingAs(caller),
  ...(operationName !== undefined && { operationName }),
})

/** The same items; `left` is called once the reader or the end has come. */
const onReturn = <Item>(items: AsyncIterableIterator<Item>, left: () => void): AsyncIterableIterator<Item> => ({
  async next() {
    const result = await items.next()
    if (result.done === true) left()
    return result
  },
  async return() {
    left()
    await items.return?.()
    return { done: true, value: undefined }
  },
  [Symbol.asyncIterator]() {
    return this
  },
})

function bearerIn(payload: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const authorization = payload?.['authorization'] ?? payload?.['Authorization']
  if (typeof authorization !== 'string') return undefined
  return authorization.replace(/^Bearer\s+/i, '')
}

const requestOf = (request: IncomingMessage): RequestInfo => {
  const forwarded = request.headers['x-forwarded-for']
  return {
    id: randomUUID(),
    ip:
      (typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined) ??
      request.socket.remoteAddress ??
      null,
    userAgent: request.headers['user-agent'] ?? null,
  }
}

function isSamePerson(one: Identity, other: Identity): boolean {
  const [a, b] = [actorOf(one), actorOf(other)]
  return a.kind === b.kind && a.id === b.id && tenantIdOf(one) === tenantIdOf(other)
}

const tenantIdOf = (identity: Identity) => (identity.kind === 'anonymous' ? null : identity.tenantId)

type Changed = {
  readonly userId?: string
  readonly sessionId?: string
  readonly tenantId?: string
  readonly apiKeyId?: string
}

/** Whether news of a change is about this caller; what it does not name, it does not confine. */
function isAbout(changed: Changed, viewer: Identity): boolean {
  if (viewer.kind === 'apiKey') {
    return changed.apiKeyId !== undefined
      ? changed.apiKeyId === viewer.apiKeyId
      : changed.userId === undefined && changed.tenantId === viewer.tenantId
  }
  if (viewer.kind !== 'user') return false
  if (changed.sessionId !== undefined) return changed.sessionId === viewer.sessionId
  if (changed.userId !== undefined) return changed.userId === viewer.userId
  return changed.tenantId !== undefined && changed.tenantId === viewer.tenantId
}
