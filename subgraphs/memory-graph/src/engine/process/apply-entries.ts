import type { GraphChange, GraphState, LogEntry } from '../engine.ts'
import { SequenceGapError } from '../engine-errors.ts'
import { applyChange } from './apply-change.ts'
import { createTurns } from '../../next-turn.ts'
import type { GraphConnection } from './graph-database.ts'
import { writeMeta } from './graph-meta.ts'
import { loadRows } from './load-rows.ts'
import { planChanges } from './plan-changes.ts'
import { createTally, type Tally } from './tally.ts'
import type { ReadTopology } from './topology.ts'

export type WrittenGraph = {
  readonly writer: GraphConnection
  readonly folder: string
  /** Null where nobody has read it yet: then every change is carried out by itself. */
  readonly topology: ReadTopology | null
  /** From so many new rows on, they are made together. */
  readonly loadFrom: number
}

/**
 * Applies what follows `before` in one transaction and answers where the graph stands then. A batch that fails leaves
 * nothing behind. Making rows together costs a fifteenth of making them one by one.
 */
export async function applyEntries(
  graph: WrittenGraph,
  before: GraphState,
  entries: readonly LogEntry[],
): Promise<GraphState> {
  const { writer } = graph
  const fresh = entries.filter((entry) => entry.seq > before.seq)
  fresh.forEach((entry, i) => {
    if (entry.seq !== before.seq + 1 + i) throw new SequenceGapError(before.seq, entry.seq)
  })
  const last = fresh.at(-1)
  if (last === undefined) return before

  const tally = createTally(before)
  writer.run('BEGIN TRANSACTION')
  try {
    await applyChanges(
      graph,
      tally,
      fresh.flatMap(({ changes }) => changes),
    )
    const after = tally.at(last.seq)
    writeMeta(writer, after)
    writer.run('COMMIT')
    return after
  } catch (error) {
    try {
      writer.run('ROLLBACK')
    } catch {
      // A failed statement may have ended the transaction already.
    }
    throw error
  }
}

async function applyChanges(
  { writer, folder, topology, loadFrom }: WrittenGraph,
  tally: Tally,
  changes: readonly GraphChange[],
): Promise<void> {
  if (topology !== null && changes.length >= loadFrom) {
    const { singly, memories, relations } = planChanges(topology, changes)
    if (memories.length + relations.length >= loadFrom) {
      await applySingly(writer, tally, singly)
      return loadRows(writer, folder, tally, { memories, relations })
    }
  }
  return applySingly(writer, tally, changes)
}

async function applySingly(writer: GraphConnection, tally: Tally, changes: readonly GraphChange[]): Promise<void> {
  const turns = createTurns()
  for (const change of changes) {
    applyChange(writer, tally, change)
    if (turns.isOver()) await turns.next()
  }
}
