import type { CallKind, Calls, FromProcess, ToProcess } from '../protocol.ts'
import { toFailure } from '../protocol.ts'
import type { MemoryFilter } from '../engine.ts'
import { createAdmission } from './create-admission.ts'
import { findCommonNeighbours } from './find-common-neighbours.ts'
import { findNeighbours } from './find-neighbours.ts'
import { findPaths } from './find-paths.ts'
import { findShortestPath } from './find-shortest-path.ts'
import { findSurroundings } from './find-surroundings.ts'
import type { GraphReading } from './open-graph.ts'
import { queryGraph } from './query-graph.ts'
import { findSimilar } from './find-similar.ts'
import { searchMemories } from './search-memories.ts'
import { openTenants } from './tenants.ts'
import type { Tenants } from './tenants.ts'
import type { Walkable } from './walk.ts'

/**
 * The engine's process: owns the database files, answers calls over its channel, ends with its parent. Signals from the
 * terminal are the parent's business: it closes the process when it has drained.
 */
type Handler<K extends CallKind> = (
  tenants: Tenants,
  tenantId: string,
  argument: Calls[K]['argument'],
  deadlineMs: number,
) => Promise<Calls[K]['result']>

const walkableOf = ({ reader, topology }: GraphReading, { filter }: { readonly filter?: MemoryFilter }): Walkable => ({
  topology,
  isAdmitted: createAdmission(reader, filter),
})

const handlers: { readonly [K in CallKind]: Handler<K> } = {
  open: async (tenants, tenantId) => tenants.use(tenantId, async () => null),
  apply: async (tenants, tenantId, entries) => ({ appliedSeq: (await tenants.apply(tenantId, entries)).seq }),
  appliedSeq: (tenants, tenantId) => tenants.use(tenantId, async (graph) => graph.state.seq),
  neighbours: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) => graph.read((reading) => findNeighbours(reading, request, deadlineMs), request)),
  shortestPath: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) =>
      graph.read((reading) => findShortestPath(walkableOf(reading, request), request, deadlineMs), request),
    ),
  paths: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) =>
      graph.read((reading) => findPaths(walkableOf(reading, request), request, deadlineMs), request),
    ),
  surroundings: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) =>
      graph.read((reading) => findSurroundings(walkableOf(reading, request), request, deadlineMs), request),
    ),
  commonNeighbours: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) =>
      graph.read((reading) => findCommonNeighbours(walkableOf(reading, request), request, deadlineMs), request),
    ),
  search: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) => graph.read((reading) => searchMemories(reading, request, deadlineMs), request)),
  query: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) => graph.read((reading) => queryGraph(reading, request, deadlineMs))),
  similar: (tenants, tenantId, request, deadlineMs) =>
    tenants.use(tenantId, (graph) => graph.read((reading) => findSimilar(reading, request, deadlineMs), request)),
  vectorSeq: (tenants, tenantId, model) => tenants.use(tenantId, (graph) => graph.vectorSeq(model)),
  putVectors: (tenants, tenantId, batch) => tenants.putVectors(tenantId, batch),
  state: (tenants, tenantId) => tenants.use(tenantId, (graph) => graph.verify()),
  draft: (tenants, tenantId, entries) => tenants.draft(tenantId, entries),
  useDraft: (tenants, tenantId) => tenants.useDraft(tenantId),
  build: (tenants, tenantId, request) => tenants.build(tenantId, request),
  restore: (tenants, tenantId) => tenants.restore(tenantId),
  drop: async (tenants, tenantId) => {
    await tenants.drop(tenantId)
    return null
  },
}

function send(message: FromProcess): void {
  process.send?.(message)
}

async function answer(tenants: Tenants, message: Extract<ToProcess, { kind: 'call' }>): Promise<void> {
  try {
    // The caller's side of the channel is typed by the same table.
    const handler = handlers[message.call] as Handler<CallKind>
    const result = await handler(tenants, message.tenantId, message.argument as never, message.deadlineMs)
    send({ kind: 'result', id: message.id, result })
  } catch (error) {
    send({ kind: 'failure', id: message.id, failure: toFailure(error) })
  }
}

let opening: Promise<Tenants> | undefined

async function receive(message: ToProcess): Promise<void> {
  switch (message.kind) {
    case 'start':
      opening = openTenants(message.settings, (tenantId, error) =>
        send({ kind: 'warning', tenantId, message: error instanceof Error ? error.message : String(error) }),
      )
      await opening
      return send({ kind: 'ready' })
    case 'call':
      if (opening !== undefined) await answer(await opening, message)
      return
    case 'close':
      await (await opening)?.[Symbol.asyncDispose]()
      send({ kind: 'closed' })
      process.disconnect()
  }
}

process.on('message', (message) => {
  receive(message as ToProcess).catch((error: unknown) => {
    send({ kind: 'warning', tenantId: '', message: error instanceof Error ? error.message : String(error) })
    process.exitCode = 1
    process.disconnect()
  })
})
// Nobody is left to answer to. Commits are durable, and the next process proves what it finds.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
