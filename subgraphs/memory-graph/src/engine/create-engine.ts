import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import { withChildSpan } from '@graphmemory/telemetry/with-span.ts'
import type { GraphEngine, GraphSource, GraphState } from './engine.ts'
import { GraphUnavailableError } from './engine-errors.ts'
import { EngineProcess } from './engine-process.ts'
import { condemn, TenantFolder } from './process/tenant-folder.ts'
import type { CallKind, Calls } from './protocol.ts'
import { writeSource } from './write-source.ts'

export type EngineOptions = {
  /** Where the graphs are kept: one folder a tenant. One engine at a time may use it. */
  readonly folder: string
  /** Where copies of graphs are kept, for processes that have none; several engines may share it. Absent: nowhere. */
  readonly snapshots?: string | undefined
  /** None is kept of a graph whose log is shorter: it is built from rows in no time. */
  readonly snapshotFrom?: number
  readonly log: Log
  /** Where the time of each operation is told. */
  readonly metrics?: Metrics
  /** Tenants are spread over so many processes. */
  readonly processes?: number
  /** How many graphs one process keeps open. */
  readonly maxOpenTenants?: number
  /** Memory for the pages of each open graph. */
  readonly bufferPoolBytes?: number
  /** Memory for the pages of a graph that is being rebuilt. */
  readonly buildPoolBytes?: number
  readonly maxDatabaseBytes?: number
  /** The log of changes that calls for a checkpoint. */
  readonly checkpointBytes?: number
  /** So often one of the open graphs is compared with what was written to it. */
  readonly scrubEveryMs?: number
  /** From so many vectors on they are found by an index. */
  readonly vectorIndexFrom?: number
  /** From so many new rows in a batch on, they are made together. */
  readonly loadFrom?: number
  /** So many rows of a draft are added to the graph in the making at once, at least. */
  readonly draftPartRows?: number
  /** How long a read may take when it does not say. */
  readonly readDeadlineMs?: number
}

const mebibyte = 2 ** 20
const writeDeadlineMs = 60_000
const fullReadDeadlineMs = 300_000
const buildDeadlineMs = 1_800_000
/** So many crashes in so short a time with a call of the same tenant in flight, and its files are held to be the cause. */
const crashesToCondemn = 3
const crashesWithinMs = 60_000

/** The graph engine on Kuzu, in supervised processes of its own. */
export async function createGraphEngine(
  options: EngineOptions,
): Promise<GraphEngine & { readonly pids: () => number[] }> {
  const { folder, log, processes: count = 1, readDeadlineMs = 5_000 } = options
  await mkdir(folder, { recursive: true })
  const duration = options.metrics?.histogram({
    name: 'graphmemory_graph_operation_seconds',
    help: 'Time of an operation on a graph',
    labels: ['operation', 'outcome'],
  })
  const crashes = new Map<string, number[]>()
  const condemning = new Set<Promise<void>>()
  const processes = Array.from(
    { length: count },
    () =>
      new EngineProcess({
        settings: {
          folder,
          snapshots: options.snapshots ?? null,
          snapshotFrom: options.snapshotFrom ?? 20_000,
          maxOpenTenants: options.maxOpenTenants ?? 32,
          bufferPoolBytes: options.bufferPoolBytes ?? 256 * mebibyte,
          buildPoolBytes: options.buildPoolBytes ?? 4096 * mebibyte,
          maxDatabaseBytes: options.maxDatabaseBytes ?? 32 * 1024 * mebibyte,
          checkpointBytes: options.checkpointBytes ?? 8 * mebibyte,
          scrubEveryMs: options.scrubEveryMs ?? 30_000,
          vectorIndexFrom: options.vectorIndexFrom ?? 10_000,
          loadFrom: options.loadFrom ?? 64,
          draftPartRows: options.draftPartRows ?? 40_000,
          threads: 2,
        },
        onWarning: (tenantId, message) => log.warn({ tenantId, message }, 'graph engine'),
        onCrash: ({ reason, tenantIds, isOwnFault }) => {
          log.error({ reason, tenantIds }, 'the graph engine ended and is started again')
          if (isOwnFault) for (const tenantId of tenantIds) countCrash(tenantId)
        },
      }),
  )

  function countCrash(tenantId: string): void {
    const now = performance.now()
    const recent = [...(crashes.get(tenantId) ?? []).filter((at) => now - at < crashesWithinMs), now]
    crashes.set(tenantId, recent)
    if (recent.length < crashesToCondemn) return
    crashes.delete(tenantId)
    const noted = condemnCurrent(tenantId).finally(() => condemning.delete(noted))
    condemning.add(noted)
  }

  async function condemnCurrent(tenantId: string): Promise<void> {
    const generation = await new TenantFolder(folder, tenantId).current()
    if (generation !== null) await condemn(generation, 'the process ended again and again while it used this graph')
  }

  async function call<K extends CallKind>(
    kind: K,
    tenantId: string,
    argument: Calls[K]['argument'],
    deadlineMs: number,
  ): Promise<Calls[K]['result']> {
    const end = duration?.startTimer({ operation: kind })
    try {
      const result = await withChildSpan('graph.operation', { operation: kind }, async () => {
        await Promise.all(condemning)
        return processOf(tenantId).call(kind, tenantId, argument, deadlineMs)
      })
      end?.({ outcome: 'ok' })
      return result
    } catch (error) {
      end?.({ outcome: 'error' })
      throw error
    }
  }

  function processOf(tenantId: string): EngineProcess {
    const chosen = processes[createHash('sha256').update(tenantId).digest().readUInt32BE() % processes.length]
    if (chosen === undefined) throw new GraphUnavailableError('the engine has no process')
    return chosen
  }

  const rebuilding = new Map<string, Promise<GraphState>>()

  async function rebuild(tenantId: string, source: GraphSource): Promise<GraphState> {
    const startedAt = performance.now()
    const building = await new TenantFolder(folder, tenantId).startBuilding()
    const expected = await writeSource(building, source)
    const state = await call('build', tenantId, { folder: building, expected }, buildDeadlineMs)
    log.info({ tenantId, ...state, ms: Math.round(performance.now() - startedAt) }, 'graph rebuilt')
    return state
  }

  return {
    apply: (tenantId, entries) => call('apply', tenantId, entries, writeDeadlineMs),
    draft: (tenantId, entries) => call('draft', tenantId, entries, writeDeadlineMs),
    useDraft: (tenantId) => call('useDraft', tenantId, null, buildDeadlineMs),
    appliedSeq: (tenantId) => call('appliedSeq', tenantId, null, readDeadlineMs),
    async rebuild(tenantId, source) {
      await rebuilding.get(tenantId)?.catch(() => {})
      const rebuilt = rebuild(tenantId, source).finally(() => rebuilding.delete(tenantId))
      rebuilding.set(tenantId, rebuilt)
      return rebuilt
    },
    restore: (tenantId) => call('restore', tenantId, null, writeDeadlineMs),
    neighbours: (tenantId, request) => call('neighbours', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    shortestPath: (tenantId, request) => call('shortestPath', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    paths: (tenantId, request) => call('paths', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    surroundings: (tenantId, request) => call('surroundings', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    commonNeighbours: (tenantId, request) =>
      call('commonNeighbours', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    search: (tenantId, request) => call('search', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    query: (tenantId, request) => call('query', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    similar: (tenantId, request) => call('similar', tenantId, request, request.deadlineMs ?? readDeadlineMs),
    vectorSeq: (tenantId, model) => call('vectorSeq', tenantId, model, readDeadlineMs),
    putVectors: (tenantId, batch) => call('putVectors', tenantId, batch, writeDeadlineMs),
    state: (tenantId) => call('state', tenantId, null, fullReadDeadlineMs),
    async drop(tenantId) {
      await call('drop', tenantId, null, writeDeadlineMs)
    },
    async health() {
      return {
        up: processes.every((process) => process.isUp),
        restarts: processes.reduce((sum, process) => sum + process.restarts, 0),
      }
    },
    pids: () => processes.flatMap((process) => process.pid ?? []),
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map((process) => process[Symbol.asyncDispose]()))
    },
  }
}
