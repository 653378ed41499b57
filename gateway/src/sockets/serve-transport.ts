import { CloseCode, handleProtocols, makeServer, MessageType, parseMessage, type ServerOptions } from 'graphql-ws'
import type { IncomingMessage } from 'node:http'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { RequestInfo } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { closeCodes } from './close-codes.ts'
import { closeSocket, flushFrames } from './frames-of-turn.ts'

export type SocketExtra = { readonly socket: WebSocket; readonly info: RequestInfo }

export type TransportOptions = {
  readonly maxMessageBytes: number
  readonly log: Log
  /** What is kept of the request that a socket began with. */
  readonly infoOf: (request: IncomingMessage) => RequestInfo
}

const keepAliveMs = 15_000
/** A client that sends faster than we handle is sent away before its messages pile up. */
const maxMessagesAtOnce = 200

/** A WebSocket server that speaks graphql-transport-ws on sockets handed to it. */
export function serveTransport(
  options: ServerOptions<Record<string, unknown>, SocketExtra>,
  { maxMessageBytes, log, infoOf }: TransportOptions,
): WebSocketServer {
  const transport = makeServer<Record<string, unknown>, SocketExtra>(options)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  })
  // Ends sockets whose other side has gone without saying so.
  const alive = new WeakSet<WebSocket>()
  const pinging = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, keepAliveMs).unref()
  server.once('close', () => clearInterval(pinging))
  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    socket.on('error', (error) => log.debug({ err: error }, 'a socket failed'))
    let beingHandled = 0
    const closed = transport.opened(
      {
        protocol: socket.protocol,
        send: (text) => sent(socket, text),
        close: (code, reason) => closeSocket(socket, code, reason),
        onMessage: (handle) =>
          socket.on('message', (data) => {
            if (++beingHandled > maxMessagesAtOnce)
              return closeSocket(socket, closeCodes.tryAgainLater, 'Sends too fast')
            const text = textOf(data)
            handle(text)
              .catch((error: unknown) => {
                if (isServers(text))
                  return closeSocket(socket, CloseCode.BadRequest, 'Only a server sends such a message')
                log.error({ err: error }, 'a message could not be handled')
                closeSocket(socket, CloseCode.InternalServerError, 'Internal server error')
              })
              .finally(() => beingHandled--)
          }),
      },
      { socket, info: infoOf(request) },
    )
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
    socket.on('close', (code, reason) => {
      void closed(code, String(reason))
    })
  })
  return server
}

/** graphql-ws throws for messages that are valid but go the other way. */
function isServers(text: string): boolean {
  try {
    return serversMessages.has(parseMessage(text).type)
  } catch {
    return false
  }
}

const serversMessages: ReadonlySet<string> = new Set([MessageType.ConnectionAck, MessageType.Next, MessageType.Error])

const textOf = (data: RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as ArrayBuffer).toString()

/** A socket that cannot be written to has gone, which ends what was opened for it. */
const sent = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve()
    flushFrames(socket)
    socket.send(text, () => resolve())
  })
