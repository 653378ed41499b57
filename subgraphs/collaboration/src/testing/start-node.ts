import { recordRefusal } from '@graphmemory/audit-outbox/record-refusal.ts'
import type { Database } from '@graphmemory/database/database.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { serveSubgraph } from '@graphmemory/service/serve-subgraph.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'
import type { Subgraph } from '@graphmemory/service/subgraph.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { createMetrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { Config } from '../collaboration-config.ts'
import { collaboration } from '../subgraph.ts'
import { TestTenantAuth } from '@graphmemory/testing/test-tenant-auth.ts'

/** Who may connect: what authentication says of each bearer token. */
export class TestPeople {
  readonly #byToken = new Map<string, Identity>()

  tokenOf(identity: Identity): string {
    const token = newId('tok')
    this.#byToken.set(token, identity)
    return token
  }

  /** From now on the token stands for somebody with other rights, or with undefined for nobody. */
  change(token: string, identity: Identity | undefined): void {
    if (identity === undefined) this.#byToken.delete(token)
    else this.#byToken.set(token, identity)
  }

  authenticate(token: string | undefined): Identity {
    const identity = token === undefined ? undefined : this.#byToken.get(token)
    if (identity === undefined) throw new ClientError('UNAUTHENTICATED', 'The token is not valid (any more)')
    return identity
  }
}

export type TestNode = AsyncDisposable & { readonly subgraph: Subgraph; readonly url: string }

export type NodeOptions = {
  readonly database: Database
  readonly events: EventBus
  readonly memoryGraph: SubgraphSource
  /** Asked who belongs to a tenant; nobody does where it is left out. */
  readonly tenantAuth?: SubgraphSource
  readonly people: TestPeople
  readonly config?: Config
  readonly logLevel?: string
}

/** One process's worth of this subgraph, served as in production; others may share its database and bus. */
export async function startNode({
  database,
  events,
  memoryGraph,
  tenantAuth = new TestTenantAuth(),
  people,
  config = {},
  logLevel = 'silent',
}: NodeOptions): Promise<TestNode> {
  const log = createLog({ name: 'collaboration', level: logLevel })
  const metrics = createMetrics()
  const subgraph = await collaboration.create(
    {
      environment: 'development',
      database,
      events,
      log,
      metrics,
      recordRefusal: recordRefusal(database),
      source: (name) => (name === 'tenant-auth' ? tenantAuth : memoryGraph),
      authenticate: async (bearer) => people.authenticate(bearer),
    },
    config,
  )
  // Nobody calls its GraphQL endpoint here: only the socket.
  const served = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, trustedKeys: { keys: [] }, log, metrics })
  let ending: Promise<void> | null = null
  const end = async () => {
    await served[Symbol.asyncDispose]()
    await subgraph[Symbol.asyncDispose]()
  }
  return {
    subgraph,
    url: `${served.url.replace('http', 'ws')}/collaboration`,
    [Symbol.asyncDispose]: () => (ending ??= end()),
  }
}
