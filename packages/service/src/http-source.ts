import { GraphQLError, type ExecutionResult } from 'graphql'
import { createClient, type Client, type SubscribePayload } from 'graphql-ws'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { contextHeader, signContext, type ContextSigner } from '@graphmemory/identity/request-context.ts'
import { createEventQueue } from './event-queue.ts'
import { traceHeaders } from '@graphmemory/telemetry/with-span.ts'
import { createHttpClient } from './http-client.ts'
import type { SubgraphRequest, SubgraphSource } from './subgraph-source.ts'

const resignAfterMs = 30_000

export type HttpSourceOptions = {
  readonly name: string
  /** Where the subgraph's process listens, without a path. */
  readonly url: string
  /** Who signs for the callers. */
  readonly signer: ContextSigner
  readonly deadlineMs?: number
}

const maxWaiting = 10_000

/** A subgraph in another process: operations over pooled HTTP connections, subscriptions over one WebSocket. */
export function createHttpSource(options: HttpSourceOptions): SubgraphSource & AsyncDisposable {
  const { name, url, signer, deadlineMs = 10_000 } = options
  const client = createHttpClient(url, { maxConnections: 64, timeoutMs: deadlineMs })
  const signed = new WeakMap<Identity, { readonly token: Promise<string>; readonly at: number }>()
  /** One signature serves all calls of a request; what lasts longer is signed anew before it expires. */
  const sign = (identity: Identity): Promise<string> => {
    const known = signed.get(identity)
    if (known !== undefined && Date.now() - known.at < resignAfterMs) return known.token
    const token = signContext(identity, name, signer)
    signed.set(identity, { token, at: Date.now() })
    return token
  }
  let socket: Client | undefined

  return {
    name,
    async process(request) {
      try {
        const headers = {
          'content-type': 'application/json',
          [contextHeader]: await sign(request.identity),
          ...traceHeaders(),
        }
        const { body } = await client.post('/graphql', headers, JSON.stringify(operationOf(request)))
        return readResult(JSON.parse(body.toString()))
      } catch (error) {
        return { errors: [unavailable(name, error)] }
      }
    },
    async subscribe(request) {
      socket ??= createClient({
        url: `${url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        lazy: true,
        retryAttempts: 0,
        connectionParams: async () => ({ [contextHeader]: await sign(serviceOf(signer.issuer, request.identity)) }),
      })
      const token = await sign(request.identity)
      return results(name, socket, { ...operationOf(request), extensions: { [contextHeader]: token } })
    },
    async [Symbol.asyncDispose]() {
      await socket?.dispose()
      await client[Symbol.asyncDispose]()
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
function results(name: string, socket: Client, payload: SubscribePayload): AsyncIterableIterator<ExecutionResult> {
  const queue = createEventQueue<ExecutionResult>(maxWaiting, () => ({ errors: [tooSlow()] }))
  const unsubscribe = socket.subscribe(payload, {
    next: (value) => queue.push(readResult(value)),
    error: (error) => {
      queue.push(Array.isArray(error) ? readResult({ errors: error }) : { errors: [unavailable(name, error)] })
      queue.end()
    },
    complete: () => queue.end(),
  })
  return queue.iterate(unsubscribe)
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

const unavailable = (name: string, cause: unknown) =>
  Object.assign(new ClientError('UNAVAILABLE', `The ${name} service is away; try again`), { cause })

const tooSlow = () => new ClientError('UNAVAILABLE', 'The reader of this subscription is too slow; subscribe again')
