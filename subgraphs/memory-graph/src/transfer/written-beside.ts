import type { Memory, Relation } from '../entities.ts'
import { createTurns } from '../next-turn.ts'
import type { GraphWriting } from '../write-graph.ts'
import { saveMemories, saveRelations } from './save-rows.ts'

/** So many rows are written together. */
const rowsAtOnce = 500

/** Takes rows as they are decided. */
export type Sink<Row> = {
  put(row: Row): void
  /** Lets what is written go on, now and then. */
  turn(): Promise<void> | undefined
}

/**
 * Writes rows, and what the log has of them, some at a time while more are decided: the database is busy meanwhile. The
 * statements follow one another in the order in which they are given; what fails is thrown at the next turn, or at the end.
 */
export function createWrittenBeside({ em, log }: GraphWriting) {
  const turns = createTurns()
  const writes: Promise<unknown>[] = []
  let failure: { readonly error: unknown } | null = null
  let memories: Memory[] = []
  let relations = new Map<string, Relation>()

  const begin = (write: Promise<unknown>) => {
    writes.push(write)
    write.catch((error: unknown) => {
      failure ??= { error }
    })
  }
  const flush = () => {
    // Relations after the memories that they are between.
    if (memories.length > 0) begin(saveMemories(em, memories))
    if (relations.size > 0) begin(saveRelations(em, [...relations.values()]))
    begin(log.write())
    memories = []
    relations = new Map()
  }
  const flushIfFull = () => {
    if (memories.length + relations.size >= rowsAtOnce) flush()
  }
  const turn = (): Promise<void> | undefined => {
    if (failure !== null) throw failure.error
    return turns.isOver() ? turns.next() : undefined
  }

  return {
    memories: {
      put(row) {
        memories.push(row)
        flushIfFull()
      },
      turn,
    } satisfies Sink<Memory>,
    relations: {
      put(row) {
        relations.set(row.id, row)
        flushIfFull()
      },
      turn,
    } satisfies Sink<Relation>,
    /** Writes what is left, and waits for all of it. */
    async end(): Promise<void> {
      flush()
      await Promise.all(writes)
    },
  }
}
