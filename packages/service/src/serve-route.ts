import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { Route } from './subgraph.ts'

/** Answers one HTTP request by a route. */
export async function serveRoute(route: Route, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await route.handle({
    query: new URL(request.url ?? '/', 'http://localhost').searchParams,
    headers: request.headers,
    body: request,
    ip: request.socket.remoteAddress ?? '',
  })
  response.writeHead(status, headers)
  if (typeof body === 'string' || body instanceof Uint8Array) response.end(body)
  else await pipeline(Readable.from(body), response)
}
