import type { ExecutionResult } from 'graphql'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import { partitionOf } from '../subscriptions/partition.ts'

/** Queries that run, so that one is carried out for all who ask the same in one session at the same time. */
export type InFlightQueries = AsyncDisposable & {
  /** Answers as a query does that runs already, or runs this one. */
  share(
    compiled: CompiledOperation,
    request: { readonly identity: Identity; readonly variables: object },
    run: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult>
  /** Something of a tenant has changed: what was asked before may not be the answer to what is asked from now on. */
  changed(tenantId: string): void
}

export type InFlightOptions = { readonly events: EventBus; readonly metrics: Metrics }

/**
 * Whoever has written reads what he wrote: a query is joined only if no mutation of its tenant has ended since it began,
 * through this gateway or, as far as news of it has come, in any other way.
 */
export async function createInFlightQueries({ events, metrics }: InFlightOptions): Promise<InFlightQueries> {
  const running = new Map<string, Map<string, Promise<ExecutionResult>>>()
  const numbers = new WeakMap<CompiledOperation, number>()
  let numbered = 0
  const shared = metrics.counter({
    name: 'graphmemory_gateway_shared_queries_total',
    help: 'Queries answered by one that ran already',
  })
  const changed = (tenantId: string) => void running.delete(tenantId)
  const listening = await Promise.all([
    events.subscribe('identity.changed', ({ tenantId }) => (tenantId === undefined ? undefined : changed(tenantId))),
    events.subscribe('graph.committed', ({ tenantId }) => changed(tenantId)),
    events.subscribe('graph.access_changed', ({ tenantId }) => changed(tenantId)),
    events.subscribe('document.committed', ({ tenantId }) => changed(tenantId)),
  ])

  return {
    changed,
    async share(compiled, { identity, variables }, run) {
      const session = sessionOf(identity)
      if (session === undefined) return run()
      let number = numbers.get(compiled)
      if (number === undefined) numbers.set(compiled, (number = numbered++))
      const key = `${number}\n${session.name}\n${JSON.stringify(variables)}`
      const known = running.get(session.tenantId)?.get(key)
      if (known !== undefined) {
        shared.inc()
        return known
      }
      const queries = running.get(session.tenantId) ?? new Map<string, Promise<ExecutionResult>>()
      running.set(session.tenantId, queries)
      const answering = run()
      queries.set(key, answering)
      try {
        return await answering
      } finally {
        queries.delete(key)
        if (queries.size === 0 && running.get(session.tenantId) === queries) running.delete(session.tenantId)
      }
    },
    async [Symbol.asyncDispose]() {
      for (const one of listening) await one[Symbol.asyncDispose]()
    },
  }
}

/** What is asked in one session of a tenant, by one with the same permissions, may be answered alike. */
function sessionOf(identity: Identity): { readonly tenantId: string; readonly name: string } | undefined {
  if (identity.kind === 'apiKey') return { tenantId: identity.tenantId, name: partitionOf(identity) }
  if (identity.kind !== 'user' || identity.tenantId === null) return undefined
  return { tenantId: identity.tenantId, name: `${identity.sessionId}|${partitionOf(identity)}` }
}
