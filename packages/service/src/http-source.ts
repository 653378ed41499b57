import { GraphQLError, type ExecutionResult } from 'graphql'
import { createClient, type Client, type SubscribePayload } from 'graphql-ws'
import { LRUCache } from 'lru-cache'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { createContextSigner, type ContextSigner } from '@graphmemory/identity/request-context.ts'
import { BrokenOffError } from './broken-off.ts'
import { createEventQueue } from './event-queue.ts'
import { traceHeaders } from '@graphmemory/telemetry/with-span.ts'
import type { Endpoints } from './endpoints.ts'
import { createHttpClient, NotSentError } from './http-client.ts'
import type { SubgraphRequest, SubgraphSource } from './subgraph-source.ts'

export type HttpSourceOptions = {
  readonly name: string
  /** Where the subgraph's processes listen. */
  readonly endpoints: Endpoints
  /** Who signs for the callers. */
  readonly signer: ContextSigner
  readonly deadlineMs?: number
}

const maxWaiting = 10_000

/**
 * The cause of a failed call whose subgraph has other processes that answer: what one of them took along when it went, is
 * no sign that the subgraph is away.
 */
export class OneProcessAwayError extends Error {}

/**
 * A subgraph in other processes: operations over pooled HTTP connections, subscriptions over one WebSocket to each. Where a
 * process does not answer, another is asked: with queries, and with mutations that cannot have reached it.
 */
export function createHttpSource(options: HttpSourceOptions): SubgraphSource & AsyncDisposable {
  const { name, endpoints, signer, deadlineMs = 10_000 } = options
  const clients = new Map(
    endpoints.urls.map((url) => [url, createHttpClient(url, { maxConnections: 64, timeoutMs: deadlineMs })]),
  )
  const sockets = new Map<string, SharedSocket>()
  const sign = createContextSigner(name, signer)
  const socketTo = (url: string, identity: Identity): SharedSocket => {
    const existing = sockets.get(url)
    if (existing !== undefined) return existing
    const connectionParams = async () => ({ ...(await sign(serviceOf(signer.issuer, identity))) })
    const socket = openSharedSocket(`${url.replace(/^http/, 'ws')}/graphql`, connectionParams)
    sockets.set(url, socket)
    return socket
  }

  const post = async (request: SubgraphRequest): Promise<ExecutionResult> => {
    const headers = {
      'content-type': 'application/json',
      ...(await sign(request.identity)),
      ...traceHeaders(),
    }
    const body = bodyOf(request)
    const lastMoment = performance.now() + deadlineMs
    let failure: unknown
    for (const endpoint of endpoints.inOrder()) {
      const end = endpoint.begin()
      let answer
      try {
        answer = await clients.get(endpoint.url)?.post('/graphql', headers, body)
        end(true)
      } catch (error) {
        end(false)
        failure = error
        const mayRepeat = error instanceof NotSentError || !request.query.startsWith('mutation')
        if (mayRepeat && performance.now() < lastMoment) continue
        break
      }
      return readResult(JSON.parse(answer?.body.toString() ?? ''))
    }
    throw endpoints.isAnyUp()
      ? new OneProcessAwayError(`a process of ${name} did not answer`, { cause: failure })
      : failure
  }

  return {
    name,
    async process(request) {
      try {
        return await post(request)
      } catch (error) {
        return { errors: [unavailable(name, error)] }
      }
    },
    async subscribe(request) {
      const payload = { ...operationOf(request), extensions: { ...(await sign(request.identity)) } }
      for (const endpoint of endpoints.inOrder()) {
        const socket = socketTo(endpoint.url, request.identity)
        const events = results(name, socket.client, payload, () => endpoint.failed())
        if (await socket.connected(events.lost)) return events.iterate()
      }
      return { errors: [unavailable(name, new BrokenOffError(`no process of ${name} takes subscriptions`))] }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...sockets.values()].map(async ({ client: socket }) => socket.dispose()))
      await Promise.all([...clients.values()].map((client) => client[Symbol.asyncDispose]()))
    },
  }
}

type SharedSocket = {
  readonly client: Client
  /** Whether it is connected, or becomes so before what is subscribed on it is `lost`. */
  connected(lost: Promise<void>): Promise<boolean>
}

function openSharedSocket(url: string, connectionParams: () => Promise<Record<string, unknown>>): SharedSocket {
  let isConnected = false
  const waiting = new Set<() => void>()
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    connectionParams,
    on: {
      connected: () => {
        isConnected = true
        for (const tell of waiting) tell()
      },
      closed: () => (isConnected = false),
    },
  })
  return {
    client,
    async connected(lost) {
      if (isConnected) return true
      const comes = Promise.withResolvers<boolean>()
      const tell = () => comes.resolve(true)
      waiting.add(tell)
      const result = await Promise.race([comes.promise, lost.then(() => false)])
      waiting.delete(tell)
      return result
    },
  }
}

const serviceOf = (service: string, { request }: Identity): Identity => ({
  kind: 'service',
  service,
  tenantId: null,
  onBehalfOf: null,
  request,
})

/** Texts of queries as JSON: plans send the same ones again and again. */
const queriesAsJson = new LRUCache<string, string>({ max: 2_000 })

function bodyOf({ query, operationName, variables }: SubgraphRequest): string {
  let body = queriesAsJson.get(query)
  if (body === undefined) queriesAsJson.set(query, (body = `{"query":${JSON.stringify(query)}`))
  if (operationName !== undefined) body += `,"operationName":${JSON.stringify(operationName)}`
  if (variables !== undefined) body += `,"variables":${JSON.stringify(variables)}`
  return `${body}}`
}

function operationOf({ query, operationName, variables }: SubgraphRequest) {
  return {
    query,
    ...(operationName !== undefined && { operationName }),
    ...(variables !== undefined && { variables: { ...variables } }),
  }
}

/**
 * The events of one subscription; a connection that is lost ends them with an `UNAVAILABLE` result, a refusal with its
 * errors. A reader that falls behind by `maxWaiting` events is told so and cut off: news must not pile up here.
 */
function results(
  name: string,
  socket: Client,
  payload: SubscribePayload,
  onLost: () => void,
): { readonly lost: Promise<void>; iterate(): AsyncIterableIterator<ExecutionResult> } {
  const lost = Promise.withResolvers<void>()
  const queue = createEventQueue<ExecutionResult>(maxWaiting, () => ({ errors: [tooSlow()] }))
  const unsubscribe = socket.subscribe(payload, {
    next: (value) => queue.push(readEvent(name, value)),
    error: (error) => {
      if (Array.isArray(error)) queue.push(readEvent(name, { errors: error }))
      else {
        onLost()
        lost.resolve()
        queue.push({ errors: [unavailable(name, new BrokenOffError('the connection was lost', { cause: error }))] })
      }
      queue.end()
    },
    complete: () => queue.end(),
  })
  return { lost: lost.promise, iterate: () => queue.iterate(unsubscribe) }
}

const wireError = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
})
const wireResult = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(wireError).optional(),
})

/** Reads an answer as it came over the wire; throws where it is none. */
function readResult(answer: unknown): ExecutionResult {
  if (isOrdinary(answer)) return answer
  const { data, errors } = wireResult.parse(answer)
  return {
    ...(data !== undefined && { data }),
    ...(errors !== undefined && {
      errors: errors.map(
        ({ message, path, extensions }) =>
          new GraphQLError(message, { ...(path && { path }), ...(extensions && { extensions }) }),
      ),
    }),
  }
}

/** Data and nothing else, as most answers are. */
const isOrdinary = (answer: unknown): answer is ExecutionResult =>
  isObject(answer) && isObject(answer['data']) && Object.keys(answer).length === 1

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads an event, or stands an error in its place: one that was thrown here would close the socket, and take along what
 * else is subscribed on it.
 */
function readEvent(name: string, event: unknown): ExecutionResult {
  try {
    return readResult(event)
  } catch (cause) {
    const unreadable = new ClientError('UNAVAILABLE', `The ${name} service sent an event that cannot be read`)
    return { errors: [Object.assign(unreadable, { cause })] }
  }
}

const unavailable = (name: string, cause: unknown) =>
  Object.assign(new ClientError('UNAVAILABLE', `The ${name} service is away; try again`), { cause })

const tooSlow = () => new ClientError('UNAVAILABLE', 'The reader of this subscription is too slow; subscribe again')
