import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parse, type ExecutionArgs } from 'graphql'
import { CloseCode } from 'graphql-ws'
import { useServer } from 'graphql-ws/use/ws'
import type { JSONWebKeySet } from 'jose'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createContextVerifier } from '@graphmemory/identity/request-context.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { withinTrace } from '@graphmemory/telemetry/with-span.ts'
import { overall } from './health.ts'
import { readBody } from './read-body.ts'
import { serveRoute } from './serve-route.ts'
import type { Subgraph } from './subgraph.ts'
import type { SubgraphRequest } from './subgraph-source.ts'

const maxBodyBytes = 16 * 1024 * 1024 // entity batches are larger than what the edge lets in

export type ServeOptions = {
  readonly host: string
  readonly port: number
  /** The public keys of those who may call. */
  readonly trustedKeys: JSONWebKeySet
  readonly log: Log
  readonly metrics: Metrics
}

export type Served = AsyncDisposable & { readonly url: string }

const operationShape = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
})

/**
 * Serves a subgraph to the other parts of GraphMemory: GraphQL over HTTP and graphql-transport-ws on `/graphql`, its plain
 * routes and sockets, `/health…` and `/metrics`. Every GraphQL call must carry an identity signed for this subgraph.
 * Disposing stops taking calls, ends sockets and resolves when running calls are answered.
 */
export async function serveSubgraph(subgraph: Subgraph, options: ServeOptions): Promise<Served> {
  const verify = createContextVerifier(subgraph.name, options.trustedKeys)

  const requestOf = (operation: unknown, identity: Identity): SubgraphRequest => {
    const { query, operationName, variables } = operationShape.parse(operation)
    return { query, identity, ...(operationName && { operationName }), ...(variables && { variables }) }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path === '/graphql' && request.method === 'POST') {
      const identity = await verify(request.headers) // before the body is read
      const body: unknown = JSON.parse((await readBody(request, maxBodyBytes)).toString())
      const operation = requestOf(body, identity)
      const { traceparent } = identity.request
      return sendJson(response, 200, await withinTrace(traceparent, () => subgraph.process(operation)))
    }
    if (path === '/health/live') return sendJson(response, 200, { status: 'ok' })
    if (path === '/health' || path === '/health/ready') {
      const report = await subgraph.health()
      const status = overall(report)
      return sendJson(response, status === 'down' ? 503 : 200, { status, ...report })
    }
    if (path === '/metrics') {
      response.writeHead(200, { 'content-type': options.metrics.registry.contentType })
      return void response.end(await options.metrics.registry.metrics())
    }
    const route = subgraph.routes.find((candidate) => candidate.path === path && candidate.method === request.method)
    if (route === undefined) return sendJson(response, 404, { errors: [{ message: 'Not found' }] })
    return serveRoute(route, request, response)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.log.warn({ err: error }, 'a call was refused')
      if (response.headersSent) return void response.destroy()
      const refused = error instanceof Error && 'code' in error && error.code === 'UNAUTHENTICATED'
      const [status, code] = refused ? [401, 'UNAUTHENTICATED'] : [400, 'BAD_REQUEST']
      sendJson(response, status, {
        errors: [{ message: refused ? error.message : 'Not a GraphQL request', extensions: { code } }],
      })
    })
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxBodyBytes })
  const subscriptions = useServer(
    {
      async onConnect({ connectionParams, extra }) {
        await verify(connectionParams).catch(() => extra.socket.close(CloseCode.Forbidden, 'Forbidden'))
      },
      // The subgraph compiles and checks by itself: what the library needs is the document and our request beside it.
      onSubscribe: async (_context, _id, payload) => {
        const request = requestOf(payload, await verify(payload.extensions))
        return { schema: undefined, document: parse(request.query), request } as unknown as ExecutionArgs
      },
      execute: (args: unknown) => subgraph.process((args as { request: SubgraphRequest }).request),
      subscribe: (args: unknown) => subgraph.subscribe((args as { request: SubgraphRequest }).request),
    },
    sockets,
  )
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) => options.log.debug({ err: error }, 'a socket failed'))
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const endpoint = subgraph.sockets.find((candidate) => candidate.path === path)
    if (endpoint !== undefined) endpoint.upgrade(request, socket, head)
    else if (path === '/graphql')
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request))
    else socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port

  return {
    url: `http://${options.host}:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await Promise.all(subgraph.sockets.map((endpoint) => endpoint.drain(5_000)))
      await subscriptions.dispose()
      server.closeIdleConnections()
      const force = setTimeout(() => server.closeAllConnections(), 10_000)
      await closed
      clearTimeout(force)
    },
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
  response.end(body)
}
