import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import { createErrorCounter } from '@graphmemory/service/count-errors.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { withinTrace } from '@graphmemory/telemetry/with-span.ts'
import type { GatewayConfig } from '../config.ts'
import type { Cors } from './cors.ts'
import { loadKeyOf, type LoadLimit } from './load-limit.ts'
import { rateHeaders } from './rate-headers.ts'
import type { RateLimits } from './rate-limits.ts'
import { refuse, refuseWith } from './refuse.ts'
import { bearerOf, requestInfo } from './request-info.ts'
import { securityHeaders } from './security-headers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, on `/graphql`. */
    identity: Identity | null
    /** The code of the refusal that a request was answered with before it reached the graph. */
    refusedWith: string | null
  }
}

export type EdgeOptions = {
  readonly config: GatewayConfig
  readonly authenticate: Authenticate
  readonly rateLimits: RateLimits
  readonly load: LoadLimit
  readonly cors: Cors
  readonly log: Log
  readonly metrics: Metrics
}

/** Paths that operators' machines ask from inside: neither counted, nor sent to HTTPS, nor bound to a host name. */
const isOperational = (request: FastifyRequest) =>
  /^\/(health(\/live|\/ready)?|metrics)$/.test(request.routeOptions.url ?? '')

/** Puts the six layers that every HTTP request passes, in their order, in front of all routes. */
export function addHttpLayers(app: FastifyInstance, options: EdgeOptions): void {
  app.decorateRequest('identity', null)
  app.decorateRequest('refusedWith', null)
  addRequestLog(app, options)
  addSecurityHeaders(app, options)
  addRateLimit(app, options)
  addHttpsRedirect(app, options)
  addTrustedHosts(app, options)
  addCors(app, options)
  addLoadLimit(app, options)
}

/** Does something in the trace that a request names. */
export function inTraceOf<T>({ headers }: FastifyRequest, work: () => T): T {
  const { traceparent } = headers
  return withinTrace(typeof traceparent === 'string' ? traceparent : undefined, work)
}

function addRequestLog(app: FastifyInstance, { log, metrics }: EdgeOptions): void {
  const labels = ['method', 'route', 'status'] as const
  const total = metrics.counter({ name: 'graphmemory_http_requests_total', help: 'HTTP requests answered', labels })
  const duration = metrics.histogram({
    name: 'graphmemory_http_request_seconds',
    help: 'Time to answer an HTTP request',
    labels,
  })
  const errors = createErrorCounter(metrics, 'edge')
  const running = metrics.gauge({ name: 'graphmemory_http_requests_in_progress', help: 'HTTP requests being answered' })
  app.addHook('onRequest', (request, reply, done) => {
    running.inc()
    // Also where the client goes before it is answered.
    reply.raw.once('close', () => running.dec())
    reply.header('x-request-id', request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'unknown'
    const status = reply.statusCode
    total.inc({ method, route, status })
    if (request.refusedWith !== null) errors.countCode(request.refusedWith)
    duration.observe({ method, route, status }, reply.elapsedTime / 1_000)
    if (log.isLevelEnabled('debug')) {
      const ms = Math.round(reply.elapsedTime)
      inTraceOf(request, () => log.debug({ requestId: request.id, method, route, status, ms }, 'request'))
    }
    done()
  })
}

function addSecurityHeaders(app: FastifyInstance, { config }: EdgeOptions): void {
  const headers = securityHeaders({ isHttps: config.requireHttps })
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

/** Who calls is found out here, since it decides what the request is counted against. A wrong token counts as anonymous. */
function addRateLimit(app: FastifyInstance, { authenticate, rateLimits }: EdgeOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isOperational(request)) return
    let refusal: ClientError | undefined
    const bearer = bearerOf(request.headers.authorization)
    if (request.routeOptions.url === '/graphql' && request.method !== 'OPTIONS') {
      try {
        const info = requestInfo(request.id, request.ip, request.headers)
        request.identity = await withinTrace(info.traceparent, () => authenticate(bearer, info))
      } catch (error) {
        if (!(error instanceof ClientError)) throw error
        refusal = error
      }
    }
    const taken = await rateLimits.take(request.identity ?? { ip: request.ip })
    reply.headers(rateHeaders(taken))
    if (!taken.isAllowed) {
      return refuseWith(reply, new ClientError('RATE_LIMITED', 'Too many requests', { retryAfterMs: taken.resetMs }))
    }
    if (refusal !== undefined) return refuseWith(reply, refusal)
  })
}

function addHttpsRedirect(app: FastifyInstance, { config }: EdgeOptions): void {
  if (!config.requireHttps) return
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https' || isOperational(request)) return
    if (request.method === 'GET' || request.method === 'HEAD') {
      return reply.redirect(`https://${request.host}${request.url}`, 308)
    }
    return refuse(reply, 403, { message: 'HTTPS is required', code: 'BAD_REQUEST' })
  })
}

function addTrustedHosts(app: FastifyInstance, { config }: EdgeOptions): void {
  const { trustedHosts } = config
  if (trustedHosts === undefined) return
  const known = new Set(trustedHosts)
  app.addHook('onRequest', async (request, reply) => {
    if (known.has(request.hostname) || isOperational(request)) return
    return refuse(reply, 400, { message: 'This host is not served here', code: 'BAD_REQUEST' })
  })
}

function addCors(app: FastifyInstance, { cors }: EdgeOptions): void {
  app.addHook('onRequest', (request, reply, done) => {
    const preflight = cors.preflightHeadersFor(request.method, request.headers)
    if (preflight === undefined) done()
    else reply.code(204).headers(preflight).send()
  })
  // Refusals of the layers above must be readable for the page that asked.
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.headers(cors.headersFor(request.headers.origin))
    done()
  })
}

/** Streams of events are open for long and cost little: they are bounded by caps, and what is asked once there by themselves. */
function addLoadLimit(app: FastifyInstance, { load }: EdgeOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    const { identity, headers } = request
    if (identity === null || headers.accept?.includes('text/event-stream') === true) return
    try {
      reply.raw.once('close', await load.enter(loadKeyOf(identity)))
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      return refuseWith(reply.header('retry-after', '1'), error)
    }
  })
}
