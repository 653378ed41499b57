import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Cors } from './edge/cors.ts'

type Endpoint = { upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void }

export type UpgradeOptions = {
  readonly endpoints: ReadonlyMap<string, Endpoint>
  readonly cors: Cors
  readonly trustedHosts: readonly string[] | undefined
  readonly log: Log
  readonly isReady: () => boolean
}

/** Gives each WebSocket that a client asks for to the endpoint of its path, if its page and host are allowed. */
export function routeUpgrades(server: Server, { endpoints, cors, trustedHosts, log, isReady }: UpgradeOptions): void {
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => log.debug({ err: error }, 'a socket failed'))
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const host = request.headers.host?.replace(/:\d+$/, '') ?? ''
    if (!isReady()) return refuse(socket, '503 Service Unavailable')
    if (trustedHosts !== undefined && !trustedHosts.includes(host)) return refuse(socket, '400 Bad Request')
    if (!cors.allows(request.headers.origin)) return refuse(socket, '403 Forbidden')
    const endpoint = endpoints.get(path)
    if (endpoint === undefined) return refuse(socket, '404 Not Found')
    for (const name of Object.keys(request.headers)) if (name.startsWith('x-gm-')) delete request.headers[name]
    endpoint.upgrade(request, socket, head)
  })
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
