import type { EventBus } from '@graphmemory/events/event-bus.ts'

/**
 * Tells who listens that a tenant's log has grown, who sees what of it has changed, or how far an import is, in this process
 * or in another. News may be lost: poll beside it.
 */
export type CommitNews = AsyncDisposable & {
  /** Calls `listener` at every commit of the tenant until the returned function is called. */
  listen(tenantId: string, listener: (seq: number) => void): () => void
  /** Calls `listener` whenever who sees what of the tenant's graph has changed, until the returned function is called. */
  listenToAccess(tenantId: string, listener: () => void): () => void
  /** Calls `listener` whenever an import of the tenant's has come further, until the returned function is called. */
  listenToImports(tenantId: string, listener: (importId: string) => void): () => void
  /** Calls `listener` whenever this process's graph of the tenant has more vectors, until the returned function is called. */
  listenToMeaning(tenantId: string, listener: () => void): () => void
  /** Says that it has. */
  tellMeaning(tenantId: string): void
  /** Calls `listener` at every commit of any tenant until the returned function is called. */
  listenToAll(listener: (tenantId: string, seq: number) => void): () => void
}

export async function openCommitNews(events: EventBus): Promise<CommitNews> {
  const commits = createListeners<[seq: number]>()
  const accesses = createListeners<[]>()
  const imports = createListeners<[importId: string]>()
  const meanings = createListeners<[]>()
  const toAll = new Set<(tenantId: string, seq: number) => void>()
  await using opening = new AsyncDisposableStack()
  opening.defer(() => {
    commits.clear()
    accesses.clear()
    imports.clear()
    meanings.clear()
    toAll.clear()
  })
  opening.use(
    await events.subscribe('graph.committed', ({ tenantId, seq }) => {
      for (const listener of toAll) listener(tenantId, seq)
      commits.call(tenantId, seq)
    }),
  )
  opening.use(await events.subscribe('graph.access_changed', ({ tenantId }) => accesses.call(tenantId)))
  opening.use(
    await events.subscribe('graph.import_progressed', ({ tenantId, importId }) => imports.call(tenantId, importId)),
  )
  const open = opening.move()
  return {
    listen: commits.add,
    listenToAccess: accesses.add,
    listenToImports: imports.add,
    listenToMeaning: meanings.add,
    tellMeaning: (tenantId) => meanings.call(tenantId),
    listenToAll(listener) {
      toAll.add(listener)
      return () => void toAll.delete(listener)
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** Who listens to what happens in which tenant. */
function createListeners<Told extends readonly unknown[]>() {
  const byTenant = new Map<string, Set<(...told: Told) => void>>()
  return {
    add: (tenantId: string, listener: (...told: Told) => void): (() => void) => {
      // One of its own, so that listening twice with the same function is two.
      const own = (...told: Told) => listener(...told)
      const listeners = byTenant.get(tenantId) ?? new Set()
      byTenant.set(tenantId, listeners.add(own))
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && byTenant.get(tenantId) === listeners) byTenant.delete(tenantId)
      }
    },
    call(tenantId: string, ...told: Told): void {
      for (const listener of byTenant.get(tenantId) ?? []) listener(...told)
    },
    clear: () => byTenant.clear(),
  }
}
