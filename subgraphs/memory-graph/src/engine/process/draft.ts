import { rename } from 'node:fs/promises'
import { SequenceGapError } from '../engine-errors.ts'
import type { GraphState, LogEntry } from '../engine.ts'
import { writeMemories, writeRelations } from '../write-rows.ts'
import { sourceFiles } from '../write-source.ts'
import { GraphInTheMaking } from './build-graph.ts'
import type { DatabaseOptions } from './graph-database.ts'
import type { OpenGraph } from './open-graph.ts'
import { readMemories, readRelations } from './read-state.ts'
import { createTally } from './tally.ts'
import type { Topology } from './topology.ts'

/** A part is added when it is so large beside what was added before: each costs more, the more there is. */
const partOfCopied = 1 / 2

/**
 * A generation in the making, while many new rows come: files hold what the graph holds, and the rows that come, until they
 * are enough for a part, which is added to it while more come. To build a graph so costs a third of what making its rows in
 * the graph does.
 */
export class Draft {
  readonly folder: string
  readonly #making: GraphInTheMaking
  readonly #partRows: number
  #state: GraphState
  #copied = 0
  #copying: Promise<void> | null = null

  private constructor(folder: string, making: GraphInTheMaking, partRows: number, state: GraphState) {
    this.folder = folder
    this.#making = making
    this.#partRows = partRows
    this.#state = state
  }

  /** `partRows` at least make a part. */
  static async of(graph: OpenGraph, folder: string, partRows: number, options: DatabaseOptions): Promise<Draft> {
    const making = await GraphInTheMaking.begin(folder, options)
    try {
      const { memories, relations } = sourceFiles(folder)
      return await graph.export(async (state, reader) => {
        await writeMemories(memories, readMemories(reader), () => true)
        await writeRelations(relations, readRelations(reader), () => true)
        return new Draft(folder, making, partRows, state)
      })
    } catch (error) {
      await making[Symbol.asyncDispose]()
      throw error
    }
  }

  get state(): GraphState {
    return this.#state
  }

  /** Adds what follows in the log, which may only make memories, and relations between memories that are there. */
  async add(entries: readonly LogEntry[]): Promise<number> {
    const before = this.#state
    const fresh = entries.filter(({ seq }) => seq > before.seq)
    const [first] = fresh
    const last = fresh.at(-1)
    if (first === undefined || last === undefined) return before.seq
    if (first.seq !== before.seq + 1) throw new SequenceGapError(before.seq, first.seq)
    const changes = fresh.flatMap((entry) => entry.changes)
    const memories = changes.flatMap((change) => (change.kind === 'putMemory' ? [change.memory] : []))
    const relations = changes.flatMap((change) => (change.kind === 'putRelation' ? [change.relation] : []))
    if (memories.length + relations.length < changes.length) throw new Error('a draft only takes new rows')
    const tally = createTally(before)
    const files = sourceFiles(this.folder)
    const counted = <Row>(count: (old: undefined, now: Row) => void) => {
      return (row: Row) => {
        count(undefined, row)
        return true
      }
    }
    await writeMemories(files.memories, memories, counted(tally.memory), 'a')
    await writeRelations(files.relations, relations, counted(tally.relation), 'a')
    this.#state = tally.at(last.seq)
    await this.#copyIfDue()
    return last.seq
  }

  /** Adds what is left, and proves all of it; answers its shape. */
  async finish(): Promise<Topology> {
    await this.#copying
    await this.#making.copy(sourceFiles(this.folder))
    return this.#making.finish(this.#state)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#copying?.catch(() => undefined)
    await this.#making[Symbol.asyncDispose]()
  }

  async #copyIfDue(): Promise<void> {
    const written = this.#state.memories + this.#state.relations
    const due = Math.max(this.#partRows, this.#copied * partOfCopied)
    if (this.#copying !== null || written - this.#copied < due) return
    const [files, part] = [sourceFiles(this.folder), sourceFiles(this.folder, 'part-')]
    await rename(files.memories, part.memories)
    await rename(files.relations, part.relations)
    this.#copied = written
    const copying = this.#making.copy(part)
    this.#copying = copying
    // Its failure is met where it is awaited, and there is no other part after it.
    copying.then(
      () => (this.#copying = null),
      () => undefined,
    )
  }
}
