import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Duplex } from 'node:stream'
import type { Endpoint, Endpoints } from '@graphmemory/service/endpoints.ts'
import type { SocketEndpoint } from '@graphmemory/service/subgraph.ts'

/**
 * A WebSocket endpoint of a subgraph that runs in other processes: both directions pass as bytes, unread. Where one cannot
 * be reached, the next is tried.
 */
export function forwardSocket(path: string, endpoints: Endpoints): SocketEndpoint {
  const open = new Set<Duplex>()
  return {
    path,
    upgrade: (request, client, head) => {
      let upstream: Socket | undefined
      const close = () => {
        open.delete(client)
        client.destroy()
        upstream?.destroy()
      }
      open.add(client)
      for (const event of ['close', 'error']) client.once(event, close)

      const join = ([endpoint, ...others]: readonly Endpoint[]): void => {
        if (endpoint === undefined) {
          client.write('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
          return close()
        }
        const target = new URL(endpoint.url)
        const dialled = dial(target)
        upstream = dialled
        dialled.setNoDelay(true)
        dialled.once('connect', () => {
          dialled.write(
            head.length === 0 ? handshake(request, target) : Buffer.concat([handshake(request, target), head]),
          )
          dialled.pipe(client).pipe(dialled)
          dialled.once('close', close)
        })
        dialled.once('error', () => {
          endpoint.failed()
          if (!dialled.connecting && dialled.bytesWritten > 0) return close()
          if (!client.destroyed) join(others)
        })
      }
      join(endpoints.inOrder())
    },
    drain: async () => {
      for (const client of open) client.destroy()
    },
  }
}

function dial({ protocol, hostname, port }: URL): Socket {
  if (protocol !== 'https:') return connect({ host: hostname, port: Number(port || 80) })
  return connectTls({ host: hostname, servername: hostname, port: Number(port || 443) })
}

/** The request as it came, for the subgraph's host, with the caller's address. */
function handshake(request: IncomingMessage, target: URL): Buffer {
  const lines = [`${request.method} ${request.url} HTTP/1.1`, `host: ${target.host}`]
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === 'host' || name === 'x-forwarded-for' || name.startsWith('x-gm-')) continue
    for (const one of Array.isArray(value) ? value : [value]) lines.push(`${name}: ${one}`)
  }
  lines.push(`x-forwarded-for: ${request.socket.remoteAddress ?? ''}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}
