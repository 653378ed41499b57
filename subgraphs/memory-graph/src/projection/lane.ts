import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Em } from '@graphmemory/database/database.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import { GraphDamagedError } from '../engine/engine-errors.ts'
import type { GraphEngine, GraphState } from '../engine/engine.ts'
import type { LoggedChange } from '../operation.ts'
import { readHead } from '../read-log.ts'
import { createHandedChanges } from './handed-changes.ts'
import { graphSource } from './graph-source.ts'
import { toLogEntry } from './log-entry.ts'
import { changesOld, countChangesOfOld, readBatch } from './read-batch.ts'

/** What it costs to build a graph of so long a log anew, in changes that a graph carries out one by one. */
const costOfBuilding = (head: number) => 1_000 + head / 20
/** So many new rows are made together at the cost of one change. */
const newRowsPerChange = 12
const longestPauseMs = 2_000
/** So long a log that grows by more than this is left to grow before a graph is built that nobody waits for. */
const settlingMs = 500
const growth = 500
/**
 * Where so many rows were handed at once, and at least such a part of what there is, a graph is drafted rather than brought up;
 * it is used when it is told that they have ended, or none came for so long. It takes a few at once: whoever hands them makes the
 * next meanwhile, on the same thread.
 */
const drafting = { rows: 1_500, part: 1 / 4, atOnce: 1_000, idleMs: 1_000 }

export type LaneResources = {
  readonly database: Database
  readonly engine: GraphEngine
  readonly log: Log
  /** Told when another graph took the place of a tenant's: it may lack what is computed from rows. */
  readonly onBuilt?: (tenantId: string) => void
}

/** Brings one tenant's graph up to its log: one piece of work at a time, tried again until it succeeds. */
export type Lane = {
  /** Catches up, now or after what it is doing. */
  wake(): void
  /** Catches up with what was told of; what was handed before has ended then. */
  tell(): void
  /** Catches up with changes that this process has committed, which need not be read then. */
  hand(changes: readonly LoggedChange[]): void
  /** Whether the graph has everything up to `seq`, waiting for it at most so long. */
  reach(seq: number, timeoutMs: number): Promise<boolean>
  /** Builds the graph anew from the rows. */
  rebuild(): Promise<GraphState>
  /** Resolves when there is nothing to do, or the lane was stopped. */
  idle(): Promise<void>
  stop(): void
}

export function createLane(
  tenantId: string,
  { database, engine, log, onBuilt }: LaneResources,
  onIdle: (reached: number | null) => void,
): Lane {
  const waiting = new Set<{ readonly seq: number; readonly resolve: (reached: boolean) => void }>()
  const stopping = new AbortController()
  const handed = createHandedChanges()
  let orderedBuilds: PromiseWithResolvers<GraphState>[] = []
  let wanted = false
  let running: Promise<void> | null = null
  let onAsked: (() => void) | null = null
  /** Whether there was news after the last changes that were handed: they have ended then. */
  let isTold = false
  /** How many were handed since there was news. */
  let handedAtOnce = 0
  let onNews: (() => void) | null = null
  /** The head of the log when the graph last had all of it; null where it never had. */
  let reached: number | null = null

  const advanceTo = (appliedSeq: number) => {
    for (const waiter of waiting) if (waiter.seq <= appliedSeq) waiter.resolve(true)
  }

  const build = async (): Promise<number> => {
    const orders = orderedBuilds
    orderedBuilds = []
    try {
      const state = await engine.rebuild(tenantId, await graphSource(database, tenantId))
      log.info(
        { tenantId, seq: state.seq, memories: state.memories, relations: state.relations },
        'a graph was built anew',
      )
      onBuilt?.(tenantId)
      for (const order of orders) order.resolve(state)
      return state.seq
    } catch (error) {
      for (const order of orders) order.reject(error)
      throw error
    }
  }

  /** In the place of a graph that is damaged: a copy that was kept, which the log brings up, or else one from the rows. */
  const replace = async (mayRestore: boolean): Promise<void> => {
    if (!mayRestore || !(await engine.restore(tenantId))) return void (await build())
    log.info({ tenantId }, 'a damaged graph gave way to the copy that was kept of it')
    onBuilt?.(tenantId)
  }

  const catchUp = async (): Promise<void> => {
    let appliedSeq = orderedBuilds.length > 0 ? await build() : await engine.appliedSeq(tenantId)
    let lastHead: number | null = null
    /** Up to where a draft of the graph goes; null where there is none. */
    let drafted: number | null = null
    const entriesOf = (changes: readonly LoggedChange[]) => changes.map((each) => toLogEntry(each, tenantId))
    const isDrafted = (changes: readonly LoggedChange[]) =>
      changes.length > 0 &&
      !changes.some(changesOld) &&
      (drafted !== null || handedAtOnce >= Math.max(drafting.rows, appliedSeq * drafting.part))
    const apply = async (changes: readonly LoggedChange[]) => {
      ;({ appliedSeq } = await engine.apply(tenantId, entriesOf(changes)))
    }
    while (!stopping.signal.aborted) {
      const from: number = drafted ?? appliedSeq
      const known = handed.after(from)
      if (isDrafted(known)) {
        drafted = await engine.draft(tenantId, entriesOf(known.slice(0, drafting.atOnce)))
        continue
      }
      if (drafted !== null && known.length === 0 && !isTold && (await isHandedMore())) continue
      if (stopping.signal.aborted) return
      if (drafted !== null) {
        const operations = await database.withTenantId(tenantId, (em) => readBatch(em, from))
        if (isDrafted(operations)) {
          // Somebody else's, while many are handed here.
          if (operations.length < drafting.rows) isTold = false
          drafted = await engine.draft(tenantId, entriesOf(operations))
          continue
        }
        drafted = null
        const state = await engine.useDraft(tenantId)
        log.info({ tenantId, ...state }, 'a graph was built of what came at once')
        onBuilt?.(tenantId)
        appliedSeq = state.seq
        advanceTo(appliedSeq)
        continue
      }
      if (known.length > 0) {
        await apply(known)
        advanceTo(appliedSeq)
        continue
      }
      const { head, isMeantToBuild, operations } = await database.withTenantId(tenantId, async (em) => {
        const head = await readHead(em)
        const isMeantToBuild = head < from || (await isQuickerBuilt(em, head, from))
        return { head, isMeantToBuild, operations: head > from && !isMeantToBuild ? await readBatch(em, from) : [] }
      })
      advanceTo(Math.min(appliedSeq, head))
      if (head === appliedSeq) {
        reached = head
        return
      }
      // While much is changed, a graph would be old before it is built.
      if (isMeantToBuild && waiting.size === 0 && (lastHead === null || head - lastHead > growth)) {
        lastHead = head
        await settle()
        continue
      }
      if (isMeantToBuild) appliedSeq = await build()
      else await apply(operations)
      advanceTo(Math.min(appliedSeq, head))
    }
  }

  const work = async (): Promise<void> => {
    let mayRestore = true
    for (let failures = 0; (wanted || orderedBuilds.length > 0) && !stopping.signal.aborted;) {
      wanted = false
      try {
        await catchUp()
        failures = 0
      } catch (error) {
        wanted = true
        failures += 1
        log.warn({ err: error, tenantId, failures }, 'a graph could not be brought up to its log')
        if (error instanceof GraphDamagedError) {
          await replace(mayRestore).catch(() => undefined)
          mayRestore = false
        } else await pause(failures)
      }
    }
  }

  /** Waits for more changes to be handed; false where there was other news, or nothing for a while. */
  const isHandedMore = async (): Promise<boolean> => {
    const news = Promise.withResolvers<void>()
    onNews = news.resolve
    const idle = delay(drafting.idleMs, true, { signal: stopping.signal, ref: false }).catch(() => true)
    const isIdle = await Promise.race([news.promise, idle])
    onNews = null
    return isIdle !== true && !isTold
  }

  /** Waits a moment, or until somebody waits for the graph. */
  const settle = async () => {
    const asked = Promise.withResolvers<void>()
    onAsked = asked.resolve
    const timer = delay(settlingMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    await Promise.race([asked.promise, timer])
    onAsked = null
  }

  const pause = (failures: number) =>
    delay(Math.min(20 * 2 ** failures, longestPauseMs), undefined, { signal: stopping.signal, ref: false }).catch(
      () => undefined,
    )

  const start = () => {
    running ??= work().finally(() => {
      running = null
      if (stopping.signal.aborted) return
      // Woken between the last look and now.
      if (wanted || orderedBuilds.length > 0) start()
      else if (waiting.size === 0) onIdle(reached)
    })
  }

  const wake = () => {
    wanted = true
    if (!stopping.signal.aborted) start()
  }

  return {
    wake,
    tell() {
      isTold = true
      handedAtOnce = 0
      onNews?.()
      wake()
    },
    hand(changes) {
      isTold = false
      handedAtOnce += changes.length
      handed.put(changes)
      onNews?.()
      wake()
    },
    async reach(seq, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const waiter = { seq, resolve }
      waiting.add(waiter)
      onAsked?.()
      const timer = setTimeout(resolve, timeoutMs, false)
      wake()
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        waiting.delete(waiter)
        if (running === null && waiting.size === 0) onIdle(reached)
      }
    },
    rebuild() {
      const order = Promise.withResolvers<GraphState>()
      orderedBuilds.push(order)
      onAsked?.()
      start()
      return order.promise
    },
    async idle() {
      while (running !== null) await running
    },
    stop() {
      stopping.abort()
      for (const { resolve } of waiting) resolve(false)
      for (const order of orderedBuilds) order.reject(new Error('stopped'))
    },
  }
}

/** Whether a graph is sooner built anew than brought up to the head of its log. */
async function isQuickerBuilt(em: Em, head: number, appliedSeq: number): Promise<boolean> {
  const behind = head - appliedSeq
  if (behind <= costOfBuilding(head)) return false
  const changes = await countChangesOfOld(em, appliedSeq)
  return changes + (behind - changes) / newRowsPerChange > costOfBuilding(head)
}
