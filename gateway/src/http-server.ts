import { Readable } from 'node:stream'
import { ApolloServer, HeaderMap, type GraphQLResponse } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import { fastify, type FastifyError, type FastifyInstance } from 'fastify'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { overall, type HealthReport } from '@graphmemory/service/health.ts'
import type { Route } from '@graphmemory/service/subgraph.ts'
import { followConnections } from './drain-server.ts'
import { createDirectAnswers } from './edge/answer-directly.ts'
import { answerIncrementally, type AnswerIncrementallyOptions } from './edge/answer-incrementally.ts'
import { addCompression } from './edge/compress.ts'
import { addHttpLayers, inTraceOf, type EdgeOptions } from './edge/http-layers.ts'
import { addIdempotency } from './edge/idempotency.ts'
import { limits, parseOptions } from './edge/limits.ts'
import type { Mask } from './edge/mask-result.ts'
import type { PrepareOperation } from './edge/prepare-operation.ts'
import { refuse, refuseWith } from './edge/refuse.ts'
import type { SharedMap } from './edge/shared-map.ts'
import type { TrustedDocuments } from './edge/trusted-documents.ts'
import type { EventStreams } from './event-streams.ts'
import type { FederatedGateway, OperationContext } from './federated-gateway.ts'

export type HttpServerOptions = EdgeOptions &
  AnswerIncrementallyOptions & {
    readonly gateway: FederatedGateway
    readonly mask: Mask
    readonly eventStreams: EventStreams
    readonly documents: TrustedDocuments
    readonly prepare: PrepareOperation
    readonly answers: SharedMap
    readonly answerLeaseMs: number | undefined
    readonly routes: readonly Route[]
    readonly health: () => Promise<HealthReport>
    /** Whether new work may come: false while draining. */
    readonly isReady: () => boolean
  }

/** How long requests that have begun may take to end when the server is told to. */
const drainMs = 10_000

/** Makes the HTTP server, ready to listen: the graph on `/graphql`, the subgraphs' plain routes, health and metrics. */
export async function createHttpServer(
  options: HttpServerOptions,
): Promise<{ app: FastifyInstance; apollo: ApolloServer<OperationContext> }> {
  const { config, log } = options
  const apollo = createApolloServer(options)
  await apollo.start()
  const app = fastify({
    logger: false,
    trustProxy: config.trustProxy.length === 0 ? false : [...config.trustProxy],
    bodyLimit: limits.bodyBytes,
    genReqId: () => newId('req'),
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what still comes on an open connection is answered, and the connection closed
  })
  const connections = followConnections(app.server)
  app.addHook('preClose', async () => void connections.finish(drainMs))
  addHttpLayers(app, options)
  addIdempotency(app, options.answers, log, options.answerLeaseMs)
  addCompression(app)
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error: FastifyError | ClientError, request, reply) => {
    if (error instanceof ClientError) {
      const { cause } = error
      if (cause !== undefined) inTraceOf(request, () => log.warn({ err: cause, requestId: request.id }, error.message))
      return refuseWith(reply, error)
    }
    const [status, code, message] = requestFault(error)
    if (status >= 500) inTraceOf(request, () => log.error({ err: error, requestId: request.id }, 'a request failed'))
    return refuse(reply, status, { message, code })
  })
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, { message: 'Not found', code: 'NOT_FOUND' }))
  addGraph(app, apollo, options)
  await app.register(async (scope) => addRoutes(scope, options.routes))
  addOperational(app, options)
  return { app, apollo }
}

/** Streams of events, operations that are in order, and by Apollo Server all else that comes to the graph's address. */
function addGraph(app: FastifyInstance, apollo: ApolloServer<OperationContext>, options: HttpServerOptions): void {
  const { eventStreams } = options
  const answerDirectly = createDirectAnswers(options)
  const answerByApollo = fastifyApolloHandler(apollo, {
    context: async ({ identity, kept }, reply) => {
      if (identity === null) throw new Error('a request came past the authentication')
      return { identity, mayDefer: kept === null, onGone: (end) => void reply.raw.once('close', end) }
    },
  })
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    async handler(request, reply) {
      if (eventStreams.isWanted(request)) return eventStreams.serve(request, reply)
      return (await answerDirectly(request, reply)) ?? answerByApollo.call(this, request, reply)
    },
  })
}

function createApolloServer({
  gateway,
  documents,
  prepare,
  mask,
  config,
  log,
  ...rest
}: HttpServerOptions): ApolloServer<OperationContext> {
  return new ApolloServer<OperationContext>({
    gateway,
    logger: log,
    nodeEnv: config.environment,
    parseOptions,
    // Validated by us below, as on the other paths: GraphQL.js throws for some operations, which would be answered with 500.
    dangerouslyDisableValidation: true,
    introspection: config.showSchema,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    persistedQueries: { cache: documents.cache },
    // Errors of the execution are masked by the gateway; what Apollo Server reports by itself is masked here.
    formatError: (formatted, error) => {
      const { message, path, extensions } = mask.error(reported(error), newId('req'))
      return { ...formatted, message, ...(path !== undefined && { path }), extensions }
    },
    plugins: [
      {
        requestDidStart: async () => ({
          didResolveOperation: async ({ source }) => documents.check(source),
          responseForOperation: async (context) => {
            const graph = gateway.graphOf(context.schema)
            const prepared = prepare(graph.state.schema, context.source, context.document)
            if ('errors' in prepared) return invalid(prepared.errors.map((error) => mask.error(error, newId('req'))))
            return await answerIncrementally({ ...rest, mask }, graph, context)
          },
        }),
      },
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
}

const invalid = (errors: readonly GraphQLError[]): GraphQLResponse => ({
  http: { status: 400, headers: new HeaderMap() },
  body: { kind: 'single', singleResult: { errors: errors.map((error) => error.toJSON()) } },
})

/**
 * What Apollo Server reports, with a code and without the HTTP status that it has read already: what it answers with 4xx
 * is the client's fault, though it gives some of that no code.
 */
function reported(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) {
    return new GraphQLError('failed', { originalError: error instanceof Error ? error : new Error(String(error)) })
  }
  const { http, ...extensions } = error.extensions
  if (http === undefined) return error
  const isClients = httpShape.safeParse(http).data?.status.toString().startsWith('4')
  return new GraphQLError(error.message, {
    ...(error.nodes !== undefined && { nodes: error.nodes }),
    ...(error.path !== undefined && { path: error.path }),
    ...(error.originalError !== undefined && { originalError: error.originalError }),
    extensions: isClients ? { code: 'BAD_REQUEST', ...extensions } : extensions,
  })
}

const httpShape = z.object({ status: z.number() })

/** What a client did wrong before its request reached the graph. */
function requestFault(error: FastifyError): [status: number, code: string, message: string] {
  const status = error.statusCode ?? 500
  if (status === 413) return [413, 'PAYLOAD_TOO_LARGE', `A request may have ${limits.bodyBytes} bytes`]
  if (status === 415) return [415, 'BAD_REQUEST', 'Send application/json']
  if (status >= 400 && status < 500) return [status, 'BAD_REQUEST', 'The request could not be read']
  return [500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side']
}

/** Bodies are left unread for the routes, which set their own bounds. */
function addRoutes(scope: FastifyInstance, routes: readonly Route[]): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  for (const route of routes) {
    scope.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const { status, headers, body } = await route.handle({
          query: new URL(request.url, 'http://localhost').searchParams,
          headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith('x-gm-'))),
          body: request.raw,
          ip: request.ip,
        })
        reply.code(status).headers(headers ?? {})
        return reply.send(
          typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body) : Readable.from(body),
        )
      },
    })
  }
}

function addOperational(app: FastifyInstance, { health, isReady, metrics }: HttpServerOptions): void {
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async (_request, reply) => {
    const status = isReady() ? overall(await health()) : 'draining'
    return reply.code(status === 'ok' || status === 'degraded' ? 200 : 503).send({ status })
  })
  app.get('/health', async (_request, reply) => {
    const parts = await health()
    const status = overall(parts)
    return reply.code(status === 'down' ? 503 : 200).send({ status, parts })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
