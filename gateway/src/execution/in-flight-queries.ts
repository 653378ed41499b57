import type { ExecutionResult } from 'graphql'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { CompiledOperation } from '../planning/compile-operation.ts'
import { partitionOf } from '../subscriptions/partition.ts'

/** What is asked: by an operation, or of a subgraph. Equal questions are the same value. */
export type Question = CompiledOperation | string

/** Queries that run, so that one is carried out for all who ask the same in one session at the same time. */
export type InFlightQueries = AsyncDisposable & {
  /** Answers as a query does that runs already, or runs this one. `copy` is for answers that their receivers change. */
  share(
    question: Question,
    request: { readonly identity: Identity; readonly variables: object },
    run: () => Promise<ExecutionResult>,
    copy?: (answer: ExecutionResult) => ExecutionResult,
  ): Promise<ExecutionResult>
  /** Something of a tenant has changed: what was asked before may not be the answer to what is asked from now on. */
  changed(tenantId: string): void
}

type Running = {
  readonly session: string
  readonly variables: object
  readonly answering: Promise<ExecutionResult>
  /** Its variables as text, once somebody asks the same question. */
  text?: string
  isShared: boolean
}

export type InFlightOptions = { readonly events: EventBus; readonly metrics: Metrics }

/**
 * Whoever has written reads what he wrote: a query is joined only if no mutation of its tenant has ended since it began,
 * through this gateway or, as far as news of it has come, in any other way.
 */
export async function createInFlightQueries({ events, metrics }: InFlightOptions): Promise<InFlightQueries> {
  const tenants = new Map<string, Map<Question, Running[]>>()
  const shared = metrics.counter({
    name: 'graphmemory_gateway_shared_queries_total',
    help: 'Queries answered by one that ran already: of clients, and to subgraphs',
    labels: ['of'],
  })
  const changed = (tenantId: string) => void tenants.delete(tenantId)
  const listening = await Promise.all([
    events.subscribe('identity.changed', ({ tenantId }) => (tenantId === undefined ? undefined : changed(tenantId))),
    events.subscribe('graph.committed', ({ tenantId }) => changed(tenantId)),
    events.subscribe('graph.access_changed', ({ tenantId }) => changed(tenantId)),
    events.subscribe('document.committed', ({ tenantId }) => changed(tenantId)),
  ])

  return {
    changed,
    async share(question, { identity, variables }, run, copy) {
      const session = sessionOf(identity)
      if (session === undefined) return run()
      const { tenantId, name } = session
      let questions = tenants.get(tenantId)
      if (questions === undefined) tenants.set(tenantId, (questions = new Map()))
      let alike = questions.get(question)
      if (alike === undefined) questions.set(question, (alike = []))
      let mine = alike.find((one) => one.session === name && textOf(one) === JSON.stringify(variables))
      if (mine !== undefined) {
        mine.isShared = true
        shared.inc({ of: typeof question === 'string' ? 'subgraph' : 'client' })
        const answer = await mine.answering
        return copy === undefined ? answer : copy(answer)
      }
      mine = { session: name, variables, answering: run(), isShared: false }
      alike.push(mine)
      try {
        const answer = await mine.answering
        return copy !== undefined && mine.isShared ? copy(answer) : answer
      } finally {
        alike.splice(alike.indexOf(mine), 1)
        if (alike.length === 0) questions.delete(question)
        if (questions.size === 0 && tenants.get(tenantId) === questions) tenants.delete(tenantId)
      }
    },
    async [Symbol.asyncDispose]() {
      for (const one of listening) await one[Symbol.asyncDispose]()
    },
  }
}

const textOf = (running: Running): string => (running.text ??= JSON.stringify(running.variables))

/** What is asked in one session of a tenant, by one with the same permissions, may be answered alike. */
function sessionOf(identity: Identity): { readonly tenantId: string; readonly name: string } | undefined {
  if (identity.kind === 'apiKey') return { tenantId: identity.tenantId, name: partitionOf(identity) }
  if (identity.kind !== 'user' || identity.tenantId === null) return undefined
  return { tenantId: identity.tenantId, name: `${identity.sessionId}|${partitionOf(identity)}` }
}
