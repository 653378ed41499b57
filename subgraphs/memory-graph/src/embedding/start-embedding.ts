import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@graphmemory/database/database.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { CommitNews } from '../commit-news.ts'
import type { GraphEngine } from '../engine/engine.ts'
import { embedPending } from './embed-pending.ts'
import type { Embedder } from './embedder.ts'
import { leaseMs } from './embedding-store.ts'
import { projectVectors } from './project-vectors.ts'

const firstPauseMs = 200
const longestPauseMs = 60_000

export type EmbeddingResources = {
  readonly database: Database
  readonly engine: GraphEngine
  readonly events: EventBus
  readonly log: Log
  readonly embedder: Embedder
}

/** Keeps vectors up with the memories, behind the commits: nobody waits for them. */
export type Embedding = AsyncDisposable & {
  /** Looks at a tenant again, as after its graph was built anew. */
  wake(tenantId: string): void
}

/**
 * Tenants take turns, a batch each. A tenant that fails is tried again after a pause that doubles, while the others go on.
 * News may be lost: all tenants are looked at from time to time.
 */
export async function startEmbedding(
  resources: EmbeddingResources,
  news: CommitNews,
  lookAroundMs: number,
): Promise<Embedding> {
  const { database, embedder, events, log } = resources
  const owner = newId('embedder')
  const waiting = new Set<string>()
  const failures = new Map<string, number>()
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<void> | null = null

  const step = async (tenantId: string): Promise<void> => {
    try {
      const outcome = await embedPending({ database, embedder, owner }, tenantId, signal)
      if (outcome === 'more') {
        waiting.add(tenantId)
        events.publish('graph.embedded', { tenantId })
      }
      // It tells when it is done; this is for when it cannot any more.
      if (outcome === 'elsewhere') wakeAfter(tenantId, leaseMs)
      if (await projectVectors({ ...resources, model: embedder.model }, tenantId, signal)) news.tellMeaning(tenantId)
      failures.delete(tenantId)
    } catch (error) {
      if (signal.aborted) return
      const count = (failures.get(tenantId) ?? 0) + 1
      failures.set(tenantId, count)
      log.warn({ err: error, tenantId, failures: count }, 'memories could not be embedded')
      waiting.delete(tenantId)
      wakeAfter(tenantId, Math.min(firstPauseMs * 2 ** (count - 1), longestPauseMs))
    }
  }

  const wakeAfter = (tenantId: string, pauseMs: number): void => {
    delay(pauseMs, undefined, { signal, ref: false }).then(
      () => wake(tenantId),
      () => undefined,
    )
  }

  const work = async (): Promise<void> => {
    for (const tenantId of waiting) {
      if (signal.aborted) return
      waiting.delete(tenantId)
      await step(tenantId)
    }
  }

  const wake = (tenantId: string): void => {
    waiting.add(tenantId)
    if (signal.aborted) return
    running ??= work().finally(() => {
      running = null
      const [next] = waiting
      if (next !== undefined) wake(next)
    })
  }

  const stopListening = news.listenToAll(wake)
  const embedded = await events.subscribe('graph.embedded', ({ tenantId }) => wake(tenantId))

  const lookAround = async (): Promise<void> => {
    const seen = new Map<string, number>()
    while (!signal.aborted) {
      try {
        const heads = await database.withRole('gm_graph_projector', (em) =>
          em.execute<{ tenantId: string; seq: number }[]>('select tenant_id as "tenantId", seq from graph.head'),
        )
        for (const { tenantId, seq } of heads) if (seen.get(tenantId) !== seq) wake(tenantId)
        for (const { tenantId, seq } of heads) seen.set(tenantId, seq)
      } catch (error) {
        log.warn({ err: error }, 'the tenants could not be looked at')
      }
      await delay(lookAroundMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  const looking = lookAround()

  return {
    wake,
    async [Symbol.asyncDispose]() {
      stopListening()
      stopping.abort()
      await embedded[Symbol.asyncDispose]()
      await embedder[Symbol.asyncDispose]()
      await looking
      await running
    },
  }
}
