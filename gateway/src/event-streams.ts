import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Cors } from './edge/cors.ts'
import { loadKeyOf, type LoadLimit } from './edge/load-limit.ts'
import type { Mask } from './edge/mask-result.ts'
import { errorsOf, readOperation, type ReadOptions } from './edge/read-operation.ts'
import { bearerOf } from './edge/request-info.ts'
import { executeOperation, type OperationServices } from './execution/execute-operation.ts'
import type { SubscriptionHub } from './subscriptions/hub.ts'
import { HubEvent } from './subscriptions/hub-event.ts'
import { createLatestEvents } from './subscriptions/latest-events.ts'
import type { IdentityWatch } from './subscriptions/identity-watch.ts'

export type EventStreamOptions = ReadOptions &
  OperationServices & {
    readonly hub: SubscriptionHub
    readonly watch: IdentityWatch
    readonly mask: Mask
    readonly cors: Cors
    readonly load: LoadLimit
  }

export type EventStreams = {
  /** Whether a client wants its answer as a stream of events. */
  isWanted(request: FastifyRequest): boolean
  serve(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Ends all streams; clients connect again elsewhere. */
  drain(): void
}

const maxUnreadBytes = 1024 * 1024
/** Beyond so much, what only the latest matters of waits. */
const behindBytes = 64 * 1024
const keepAliveMs = 15_000

/**
 * Operations over server-sent events, one connection each (the "distinct connections mode" of GraphQL over SSE), for
 * clients without sockets. Each answer is a `next` event; `complete` is the last.
 */
export function createEventStreams({ hub, watch, mask, cors, load, ...options }: EventStreamOptions): EventStreams {
  const open = new Set<Stream>()

  return {
    isWanted: ({ method, headers }) =>
      (method === 'POST' || method === 'GET') && (headers.accept ?? '').includes('text/event-stream'),
    async serve(request, reply) {
      const { identity } = request
      if (identity === null) throw new Error('a request came past the authentication')
      reply.hijack()
      reply.raw.writeHead(200, {
        ...Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)),
        ...cors.headersFor(request.headers.origin),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      reply.raw.flushHeaders()
      const stream = openStream(reply.raw)
      open.add(stream)
      reply.raw.once('close', () => open.delete(stream))
      try {
        const operation = readOperation(options, request.method === 'GET' ? payloadOf(request) : request.body)
        if (!operation.isSubscription) {
          if (request.method === 'GET' && operation.compiled.operation.operation === OperationTypeNode.MUTATION)
            throw new ClientError('BAD_USER_INPUT', 'A mutation is sent by POST')
          const leave = await load.enter(loadKeyOf(identity))
          const { compiled, variables } = operation
          const result = await executeOperation(compiled, { ...options, identity, variables }).finally(leave)
          stream.deliver(new HubEvent(JSON.stringify(mask.result(result, request.id))))
          return stream.end()
        }
        const joined = await hub.join({ ...operation, identity }, stream)
        if ('refused' in joined) {
          stream.deliver(new HubEvent(JSON.stringify(joined.refused)))
          return stream.end()
        }
        const watched = { identity, bearer: bearerOf(request.headers.authorization), info: identity.request }
        const guard = watch.watch(watched, () => stream.end())
        stream.onEnd(() => {
          guard.stop()
          joined.leave()
        })
      } catch (error) {
        const errors = errorsOf(error).map((one) => mask.error(one, newId('req')))
        stream.deliver(new HubEvent(JSON.stringify({ errors })))
        stream.end()
      }
    },
    drain: () => {
      for (const stream of open) stream.end()
    },
  }
}

/** What a GET asks for, by the names that GraphQL over HTTP gives its parameters. */
function payloadOf({ query, headers }: FastifyRequest): unknown {
  // A page of anybody's can have a browser send any GET without asking, but none with a header of ours.
  if (!preflightHeaders.some((name) => headers[name] !== undefined))
    throw new ClientError('BAD_USER_INPUT', `Send a header ${preflightHeaders.join(' or ')} with a GET`)
  const parameters = parametersShape.safeParse(query)
  if (!parameters.success) throw new ClientError('BAD_USER_INPUT', 'Not a GraphQL request')
  return parameters.data
}

const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'] as const
const jsonParameter = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue('not JSON')
    return z.NEVER
  }
})
const parametersShape = z.object({
  query: z.string().optional(),
  operationName: z.string().optional(),
  variables: jsonParameter.optional(),
  extensions: jsonParameter.optional(),
})

type Stream = ReturnType<typeof openStream>

function openStream(response: ServerResponse) {
  const keepAlive = setInterval(() => response.write(':\n\n'), keepAliveMs).unref()
  let onEnd = (): void => undefined
  let hasEnded = false
  const send = ({ json }: HubEvent) => void response.write(`event: next\ndata: ${json}\n\n`)
  const isBehind = () => response.writableLength > behindBytes
  const latest = createLatestEvents<HubEvent>({ isBehind, send, maxWaiting: maxUnreadBytes })
  const finish = () => {
    if (hasEnded) return
    hasEnded = true
    latest.end()
    clearInterval(keepAlive)
    onEnd()
  }
  response.once('close', finish)
  return {
    deliver: (event: HubEvent, key?: string) => {
      if (hasEnded) return true
      if (key === undefined) send(event)
      if ((key === undefined || latest.add(key, event)) && response.writableLength <= maxUnreadBytes) return true
      finish()
      response.destroy()
      return false
    },
    end: () => {
      if (hasEnded) return
      latest.finish()
      finish()
      response.end('event: complete\ndata:\n\n')
    },
    /** What to do once when the stream is over, which may be so already. */
    onEnd: (action: () => void) => {
      if (hasEnded) action()
      else onEnd = action
    },
  }
}
