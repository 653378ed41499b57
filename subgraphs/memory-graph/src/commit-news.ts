import type { EventBus } from '@graphmemory/events/event-bus.ts'

/** Tells who listens that a tenant's log has grown, in this process or in another. News may be lost: poll beside it. */
export type CommitNews = AsyncDisposable & {
  /** Calls `listener` at every commit of the tenant until the returned function is called. */
  listen(tenantId: string, listener: (seq: number) => void): () => void
  /** Calls `listener` at every commit of any tenant until the returned function is called. */
  listenToAll(listener: (tenantId: string, seq: number) => void): () => void
}

export async function openCommitNews(events: EventBus): Promise<CommitNews> {
  const byTenant = new Map<string, Set<(seq: number) => void>>()
  const toAll = new Set<(tenantId: string, seq: number) => void>()
  const subscription = await events.subscribe('graph.committed', ({ tenantId, seq }) => {
    for (const listener of toAll) listener(tenantId, seq)
    for (const listener of byTenant.get(tenantId) ?? []) listener(seq)
  })
  return {
    listen(tenantId, listener) {
      const own = (seq: number) => listener(seq)
      const listeners = byTenant.get(tenantId) ?? new Set()
      byTenant.set(tenantId, listeners.add(own))
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && byTenant.get(tenantId) === listeners) byTenant.delete(tenantId)
      }
    },
    listenToAll(listener) {
      toAll.add(listener)
      return () => void toAll.delete(listener)
    },
    [Symbol.asyncDispose]: async () => {
      byTenant.clear()
      toAll.clear()
      await subscription[Symbol.asyncDispose]()
    },
  }
}
