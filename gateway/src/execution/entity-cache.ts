import { createHash, randomUUID } from 'node:crypto'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { partitionOf } from '../subscriptions/partition.ts'
import type { CachePolicy } from './cache-policy.ts'
import type { EntityCacheStore } from './entity-cache-store.ts'
import type { Data } from './data.ts'

/** What subgraphs said of entities, for as long as `@cacheControl` lets it be kept. */
export type EntityCache = AsyncDisposable & {
  /** `undefined` for callers without a tenant: what they may see depends on nothing that could be named. */
  viewOf(identity: Identity): EntityCacheView | undefined
  /** Forgets what a subgraph said to a tenant: what was read before is not served after. Never rejects. */
  forget(tenantId: string, subgraph: string): Promise<void>
}

/** The cache as one caller sees it. */
export type EntityCacheView = {
  /** A question is all that a subgraph's answer on an entity depends on beside the caller. Never rejects. */
  find(subgraph: string, policy: CachePolicy, questions: readonly string[]): Promise<Found>
}

export type Found = {
  /** An entity of its own for each question, or `undefined`. */
  readonly entities: readonly (Data | undefined)[]
  /** Keeps what a subgraph answered to the question with this index. */
  readonly keep: (index: number, entity: unknown) => void
}

export type EntityCacheOptions = {
  readonly store: EntityCacheStore
  readonly events: EventBus
  /** Whether anything that this subgraph says may be kept. */
  readonly isKept: (subgraph: string) => boolean
  readonly log: Log
  readonly metrics: Metrics
}

/**
 * Makes the cache. A tenant's data in a subgraph has a generation; each mutation there gives it another before it is answered,
 * and so does news of changes that came by other ways. An answer is kept under the generation that it was asked in.
 */
export async function createEntityCache({
  store,
  events,
  isKept,
  log,
  metrics,
}: EntityCacheOptions): Promise<EntityCache> {
  const asked = metrics.counter({
    name: 'graphmemory_entity_cache_total',
    help: 'Entities that the cache was asked for, by whether it had them',
    labels: ['outcome'],
  })
  const forget = async (tenantId: string, subgraph: string): Promise<void> => {
    try {
      if (isKept(subgraph)) await store.setGeneration(scopeOf(tenantId, subgraph), randomUUID())
    } catch (error) {
      log.warn({ err: error, tenantId }, 'the entity cache could not be told of a change')
    }
  }
  const listening = await Promise.all([
    events.subscribe('identity.changed', ({ tenantId }) =>
      tenantId === undefined ? undefined : forget(tenantId, 'tenant-auth'),
    ),
    events.subscribe('graph.committed', ({ tenantId }) => forget(tenantId, 'memory-graph')),
    events.subscribe('document.committed', ({ tenantId }) => forget(tenantId, 'collaboration')),
  ])

  return {
    forget,
    viewOf: (identity) => {
      const tenantId = identity.kind === 'anonymous' ? null : identity.tenantId
      if (tenantId === null) return undefined
      return {
        async find(subgraph, { maxAgeMs, isPersonal }, questions) {
          const scope = scopeOf(tenantId, subgraph)
          const partition = isPersonal ? partitionOf(identity) : rightsOf(identity)
          const keys = questions.map((question) => keyOf(scope, partition, question))
          const known = await store.read(scope, keys).catch(() => undefined)
          const entities = questions.map((_, index) => {
            const text = known?.texts[index]
            return text === undefined ? undefined : (JSON.parse(text) as Data)
          })
          const hits = entities.filter((entity) => entity !== undefined).length
          asked.inc({ outcome: 'hit' }, hits)
          asked.inc({ outcome: 'miss' }, questions.length - hits)
          return {
            entities,
            keep: (index, entity) => {
              const key = keys[index]
              if (key === undefined || known === undefined || entity === null) return
              store.write(known.generation, { key, text: JSON.stringify(entity), ttlMs: maxAgeMs })
            },
          }
        },
      }
    },
    async [Symbol.asyncDispose]() {
      for (const one of listening) await one[Symbol.asyncDispose]()
    },
  }
}

/** What those may see who have the same rights in a tenant. */
function rightsOf(identity: Identity): string {
  switch (identity.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'user':
      return ['user', identity.role, ...(identity.grants ?? [])].join('|')
    case 'apiKey':
      return ['apiKey', ...identity.scopes].join('|')
    case 'service':
      return 'service'
  }
}

const scopeOf = (tenantId: string, subgraph: string) => `${tenantId}:${subgraph}`

const keyOf = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\0')).digest('base64url')
