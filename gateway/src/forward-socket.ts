import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Duplex } from 'node:stream'
import type { SocketEndpoint } from '@graphmemory/service/subgraph.ts'

/** A WebSocket endpoint of a subgraph that runs in another process: both directions pass as bytes, unread. */
export function forwardSocket(path: string, url: string): SocketEndpoint {
  const target = new URL(url)
  const open = new Set<Duplex>()
  return {
    path,
    upgrade: (request, client, head) => {
      const upstream = dial(target)
      const close = () => {
        open.delete(client)
        client.destroy()
        upstream.destroy()
      }
      open.add(client)
      upstream.setNoDelay(true)
      upstream.once('connect', () => {
        upstream.write(
          head.length === 0 ? handshake(request, target) : Buffer.concat([handshake(request, target), head]),
        )
        upstream.pipe(client).pipe(upstream)
      })
      upstream.once('error', () => {
        if (upstream.bytesRead === 0)
          client.write('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        close()
      })
      for (const end of [client, upstream]) end.once('close', close)
      client.once('error', close)
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
