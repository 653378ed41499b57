import { setTimeout as delay } from 'node:timers/promises'
import type { GraphState, LogEntry, VectorBatch } from '../engine.ts'
import type { BuildRequest, ProcessSettings } from '../protocol.ts'
import { buildGraph } from './build-graph.ts'
import { Draft } from './draft.ts'
import { Gate } from './gate.ts'
import { emptyGraph } from './make-empty.ts'
import { OpenGraph } from './open-graph.ts'
import type { GraphOptions } from './open-graph.ts'
import { openSnapshots } from './snapshots.ts'
import { TenantFolder } from './tenant-folder.ts'
import type { Topology } from './topology.ts'

/** Proving takes at most this share of the time. */
const scrubRestFactor = 50
/** So long more graphs than there should be may be open. */
const makeRoomAfterMs = 50

/** One tenant in this process. The gate is shared by whoever uses its graph and had alone by who opens, closes or swaps it. */
type Tenant = {
  readonly id: string
  readonly folder: TenantFolder
  readonly gate: Gate
  graph: OpenGraph | null
  draft: Draft | null
  isClosing: boolean
  usedAt: number
  verifiedAt: number
}

export type Tenants = AsyncDisposable & {
  /** Runs `work` on the tenant's graph, which is opened for it if need be and stays open meanwhile. */
  use<T>(tenantId: string, work: (graph: OpenGraph) => Promise<T>): Promise<T>
  apply(tenantId: string, entries: readonly LogEntry[]): Promise<GraphState>
  /** Adds new rows to a generation that is to take the place of the graph; answers up to where it goes. */
  draft(tenantId: string, entries: readonly LogEntry[]): Promise<number>
  /** Builds that generation and puts it in use. */
  useDraft(tenantId: string): Promise<GraphState>
  putVectors(tenantId: string, batch: VectorBatch): Promise<number>
  /** Builds a new generation and puts it in use. */
  build(tenantId: string, request: BuildRequest): Promise<GraphState>
  /** Puts the newest snapshot in use; false where there is none. */
  restore(tenantId: string): Promise<boolean>
  drop(tenantId: string): Promise<void>
  openCount(): number
}

/** The graphs of one process; those used least recently are closed when more than `maxOpenTenants` are open. */
export async function openTenants(
  settings: ProcessSettings,
  warn: (tenantId: string, error: unknown) => void,
): Promise<Tenants> {
  const options: GraphOptions = {
    bufferPoolBytes: settings.bufferPoolBytes,
    maxBytes: settings.maxDatabaseBytes,
    threads: settings.threads,
    checkpointBytes: settings.checkpointBytes,
    vectorIndexFrom: settings.vectorIndexFrom,
    loadFrom: settings.loadFrom,
  }
  const copyEmpty = await emptyGraph(settings.folder, options)
  const snapshots = settings.snapshots === null ? null : openSnapshots(settings.snapshots, settings.snapshotFrom)
  /** Every tenant ever asked for: two entries for one folder would open it twice. */
  const tenants = new Map<string, Tenant>()
  let uses = 0
  let makingRoom: NodeJS.Timeout | undefined

  function tenantOf(id: string): Tenant {
    const known = tenants.get(id)
    if (known !== undefined) return known
    const folder = new TenantFolder(settings.folder, id)
    const tenant = {
      id,
      folder,
      gate: new Gate(),
      graph: null,
      draft: null,
      isClosing: false,
      usedAt: 0,
      verifiedAt: 0,
    }
    tenants.set(id, tenant)
    return tenant
  }

  async function open(tenant: Tenant): Promise<void> {
    await tenant.gate.alone(async () => {
      tenant.graph ??= await OpenGraph.open(await generationOf(tenant), options)
    })
  }

  async function generationOf({ id, folder }: Tenant): Promise<string> {
    const current = await folder.current()
    if (current !== null) return current
    const building = await folder.startBuilding()
    const isRestored = snapshots !== null && (await snapshots.restore(id, building))
    if (!isRestored) await copyEmpty(building)
    return folder.use(building)
  }

  /** Closing halts the process for some milliseconds: whoever opened a graph has its answer first. */
  function makeRoom(): void {
    makingRoom ??= setTimeout(() => {
      makingRoom = undefined
      closeIdle()
    }, makeRoomAfterMs)
  }

  function closeIdle(): void {
    const open = [...tenants.values()].filter((tenant) => tenant.graph !== null && !tenant.isClosing)
    const idle = open.filter((tenant) => !tenant.gate.busy).toSorted((a, b) => a.usedAt - b.usedAt)
    for (const tenant of idle.slice(0, Math.max(0, open.length - settings.maxOpenTenants))) void close(tenant)
  }

  async function close(tenant: Tenant): Promise<void> {
    tenant.isClosing = true
    await tenant.gate.alone(async () => {
      const { graph } = tenant
      tenant.graph = null
      tenant.isClosing = false
      await graph?.close().catch((error: unknown) => warn(tenant.id, error))
    })
  }

  async function use<T>(tenantId: string, work: (graph: OpenGraph) => Promise<T>): Promise<T> {
    const tenant = tenantOf(tenantId)
    for (;;) {
      tenant.usedAt = ++uses
      if (tenant.graph === null || tenant.isClosing) await open(tenant)
      const outcome = await tenant.gate.shared(async () =>
        tenant.graph === null ? null : { value: await work(tenant.graph) },
      )
      makeRoom()
      if (outcome !== null) return outcome.value
    }
  }

  async function discard(tenant: Tenant): Promise<void> {
    const { graph } = tenant
    tenant.graph = null
    await graph?.discard()
  }

  async function checkpointIfDue(tenantId: string): Promise<void> {
    await use(tenantId, async (graph) => {
      if (!(await graph.isCheckpointDue())) return
      await graph.checkpoint()
      await keepSnapshot(tenantId, graph)
    }).catch((error: unknown) => warn(tenantId, error))
  }

  async function keepSnapshot(tenantId: string, graph: OpenGraph): Promise<void> {
    if (snapshots === null || !(await snapshots.isDue(tenantId, graph.checkpointedSeq))) return
    await graph.copy((folder, state) => snapshots.take(tenantId, folder, state))
  }

  /** Proves the open graph whose last proof is oldest. A damaged one refuses its next caller, who has it rebuilt. */
  async function scrub(): Promise<void> {
    const open = [...tenants.values()].filter((tenant) => tenant.graph !== null)
    const [oldest] = open.toSorted((a, b) => a.verifiedAt - b.verifiedAt)
    if (oldest === undefined) return
    oldest.verifiedAt = performance.now()
    try {
      await oldest.gate.shared(async () => oldest.graph?.verify())
    } catch (error) {
      warn(oldest.id, error)
    }
  }

  async function keepScrubbing(): Promise<void> {
    let pauseMs = settings.scrubEveryMs
    while (!stopping.signal.aborted) {
      await delay(pauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
      const startedAt = performance.now()
      if (!stopping.signal.aborted) await scrub()
      pauseMs = Math.max(settings.scrubEveryMs, (performance.now() - startedAt) * scrubRestFactor)
    }
  }

  const stopping = new AbortController()
  const scrubbing = keepScrubbing()

  const buildOptions = { ...options, bufferPoolBytes: settings.buildPoolBytes }

  async function discardDraft(tenant: Tenant): Promise<void> {
    const { draft } = tenant
    tenant.draft = null
    await draft?.[Symbol.asyncDispose]().catch((error: unknown) => warn(tenant.id, error))
  }

  /** Puts what was built in use. */
  async function install(
    tenantId: string,
    { folder, expected }: BuildRequest,
    topology: Topology,
  ): Promise<GraphState> {
    const tenant = tenantOf(tenantId)
    await tenant.gate.alone(async () => {
      await discardDraft(tenant)
      await discard(tenant)
      await tenant.folder.use(folder)
      tenant.graph = await OpenGraph.open(await generationOf(tenant), options, topology)
    })
    // What was kept before is of the graph whose place this one takes, perhaps for good reason.
    await snapshots?.remove(tenantId)
    use(tenantId, (graph) => keepSnapshot(tenantId, graph)).catch((error: unknown) => warn(tenantId, error))
    return expected
  }

  return {
    use,

    async draft(tenantId, entries) {
      const tenant = tenantOf(tenantId)
      try {
        tenant.draft ??= await use(tenantId, async (graph) =>
          Draft.of(graph, await tenant.folder.startBuilding(), settings.draftPartRows, buildOptions),
        )
        return await tenant.draft.add(entries)
      } catch (error) {
        // It may hold a part of what was to be added.
        await discardDraft(tenant)
        throw error
      }
    },

    async useDraft(tenantId) {
      const tenant = tenantOf(tenantId)
      const { draft } = tenant
      tenant.draft = null
      if (draft === null) throw new Error('there is no draft')
      await using finished = draft
      const topology = await finished.finish()
      return install(tenantId, { folder: finished.folder, expected: finished.state }, topology)
    },

    async apply(tenantId, entries) {
      await discardDraft(tenantOf(tenantId))
      const state = await use(tenantId, (graph) => graph.apply(entries))
      void checkpointIfDue(tenantId)
      return state
    },

    async putVectors(tenantId, batch) {
      const seq = await use(tenantId, (graph) => graph.putVectors(batch))
      void checkpointIfDue(tenantId)
      return seq
    },

    async build(tenantId, request) {
      return install(tenantId, request, await buildGraph(request, buildOptions))
    },

    async restore(tenantId) {
      const tenant = tenantOf(tenantId)
      return tenant.gate.alone(async () => {
        await discardDraft(tenant)
        const building = await tenant.folder.startBuilding()
        if (snapshots === null || !(await snapshots.restore(tenantId, building))) return false
        await discard(tenant)
        await tenant.folder.use(building)
        return true
      })
    },

    async drop(tenantId) {
      const tenant = tenantOf(tenantId)
      await tenant.gate.alone(async () => {
        await discardDraft(tenant)
        await discard(tenant)
        await tenant.folder.remove()
      })
      await snapshots?.remove(tenantId)
    },

    openCount: () => [...tenants.values()].filter((tenant) => tenant.graph !== null).length,

    async [Symbol.asyncDispose]() {
      stopping.abort()
      clearTimeout(makingRoom)
      await scrubbing
      for (const tenant of tenants.values()) {
        await discardDraft(tenant)
        await close(tenant)
      }
    },
  }
}
