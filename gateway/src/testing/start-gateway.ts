import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import type { Authenticate } from '@graphmemory/service/authenticate.ts'
import { readConfig } from '../config.ts'
import { createGateway, type GatewayOptions } from '../gateway.ts'
import type { TestGraph } from './test-graph.ts'

/** Knows one user: the bearer of `ada`. */
export const authenticateAda: Authenticate = async (bearer, request) => {
  if (bearer === undefined) return { kind: 'anonymous', request }
  if (bearer !== 'ada') throw new ClientError('UNAUTHENTICATED', 'The token is not valid (any more)')
  return {
    kind: 'user',
    userId: 'usr_ada',
    sessionId: 'ses_ada',
    tenantId: 'ten_1',
    role: 'owner',
    permissionVersion: 1,
    request,
  }
}

/** A gateway over a test graph, listening on a free port. */
export async function startGateway(
  graph: Pick<TestGraph, 'supergraphSdl' | 'sources'>,
  env: Readonly<Record<string, string>> = {},
  overrides: Partial<GatewayOptions> = {},
) {
  const logged: string[] = []
  const log = createLog({ level: 'warn', name: 'test', to: { write: (line) => void logged.push(line) } })
  const gateway = await createGateway({
    supergraphSdl: graph.supergraphSdl,
    sources: graph.sources,
    authenticate: authenticateAda,
    config: readConfig(env),
    log,
    metrics: createMetrics(),
    events: createInProcessEventBus(log),
    health: async () => ({ store: 'ok' }),
    ...overrides,
  })
  const url = await gateway.listen(0)
  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const text = await response.text()
    const answer = (text === '' ? {} : JSON.parse(text)) as {
      readonly data?: unknown
      readonly extensions?: unknown
      readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
    }
    return { status: response.status, headers: response.headers, ...answer }
  }
  return { gateway, url, post, logged, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() }
}
