import { join } from 'node:path'
import {
  GraphDamagedError,
  GraphDeadlineError,
  GraphUnavailableError,
  SequenceGapError,
  StatementError,
} from '../engine-errors.ts'
import type { Confined, GraphState, LogEntry, VectorBatch } from '../engine.ts'
import { applyEntries } from './apply-entries.ts'
import { Gate } from './gate.ts'
import { GraphDatabase } from './graph-database.ts'
import type { DatabaseOptions, GraphConnection } from './graph-database.ts'
import { readMeta } from './graph-meta.ts'
import { graphBytes, graphFile, isSound, logBytes, writeManifest } from './manifest.ts'
import { readState } from './read-state.ts'
import { schemaVersion } from './schema.ts'
import { condemn, condemnation } from './tenant-folder.ts'
import { confineTopology } from './confine-topology.ts'
import { Topology, type ReadTopology } from './topology.ts'
import { putVectors, readVectorMeta, startVectors } from './vectors.ts'
import type { VectorMeta } from './vectors.ts'

export type GraphOptions = DatabaseOptions & {
  /** A checkpoint is made when the log of changes since the last has grown to so much (or to an eighth of the file). */
  readonly checkpointBytes: number
  readonly vectorIndexFrom: number
  /** From so many new rows in a batch on, they are made together. */
  readonly loadFrom: number
}

const readersPerGraph = 2
/** So many rows of the shape are read in the time of one change. */
const readsPerChange = 300

/** What a query reads from: a connection for itself, and the graph's shape as far as it may see it. */
export type GraphReading = {
  readonly reader: GraphConnection
  readonly topology: ReadTopology
  readonly hiddenSpaceIds: readonly string[]
  readonly vectors: VectorMeta | null
}

/** One generation, open. Reads share two connections, writes queue on a third, and a checkpoint has the graph to itself. */
export class OpenGraph {
  readonly folder: string
  readonly #database: GraphDatabase
  readonly #writer: GraphConnection
  readonly #idleReaders: GraphConnection[]
  readonly #waitingReaders: ((reader: GraphConnection) => void)[] = []
  readonly #options: GraphOptions
  readonly #gate = new Gate()
  readonly #writes = new Gate()
  /** Held by who changes the database file, or copies it; taken before the others. */
  readonly #file = new Gate()
  #state: GraphState
  /** What the database file holds. */
  #checkpointed: GraphState
  #topology: Topology | null
  /** Undefined until the first read. */
  #vectors: VectorMeta | null | undefined
  #changed = false
  #suspicion: unknown
  #damage: GraphDamagedError | null = null

  private constructor(opened: Opened, state: GraphState, topology: Topology | null) {
    this.folder = opened.folder
    this.#database = opened.database
    this.#writer = opened.writer
    this.#idleReaders = [...opened.readers]
    this.#options = opened.options
    this.#state = state
    this.#checkpointed = state
    this.#topology = topology
  }

  /**
   * Opens a generation as its last checkpoint left it. One that is something else is refused as damaged, for good. Its
   * `topology` is read when it is needed, unless it is known.
   */
  static async open(folder: string, options: GraphOptions, topology: Topology | null = null): Promise<OpenGraph> {
    const condemned = await condemnation(folder)
    if (condemned !== null) throw new GraphDamagedError(condemned)
    if (!(await isSound(folder))) return refuse(folder, 'the file is not what the last checkpoint left')
    const opened = await openConnections(folder, options)
    try {
      const meta = readMeta(opened.writer)
      if (meta.schemaVersion !== schemaVersion) throw new GraphDamagedError(`made by version ${meta.schemaVersion}`)
      return new OpenGraph(opened, meta.state, topology)
    } catch (error) {
      await opened.database.close()
      return refuse(folder, messageOf(error))
    }
  }

  get state(): GraphState {
    if (this.#damage !== null) throw this.#damage
    return this.#state
  }

  get busy(): boolean {
    return this.#gate.busy
  }

  get checkpointedSeq(): number {
    return this.#checkpointed.seq
  }

  async read<T>(work: (reading: GraphReading) => Promise<T>, { hiddenSpaceIds = [] }: Confined = {}): Promise<T> {
    await this.#dispelSuspicion()
    const topology = this.#topology ?? (await this.#readTopology())
    if (this.#vectors === undefined) await this.#readVectors()
    return this.#gate.shared(async () => {
      const reader = await this.#takeReader()
      try {
        return await work({
          reader,
          topology: confineTopology(topology, hiddenSpaceIds),
          vectors: this.#vectors ?? null,
          hiddenSpaceIds,
        })
      } catch (error) {
        if (!(error instanceof GraphDeadlineError || error instanceof StatementError)) this.#suspicion = error
        throw error
      } finally {
        this.#giveBack(reader)
      }
    })
  }

  async apply(entries: readonly LogEntry[]): Promise<GraphState> {
    await this.#dispelSuspicion()
    const { loadFrom } = this.#options
    await this.#gate.shared(() =>
      this.#writes.alone(async () => {
        try {
          await this.#readTopologyFor(entries)
          const graph = { writer: this.#writer, folder: this.folder, topology: this.#topology, loadFrom }
          const after = await applyEntries(graph, this.#state, entries)
          this.#changed ||= after !== this.#state
          for (const { seq, changes } of entries) {
            if (seq > this.#state.seq) for (const change of changes) this.#topology?.apply(change)
          }
          this.#state = after
        } catch (error) {
          if (!(error instanceof SequenceGapError)) this.#suspicion = error
          throw error
        }
      }),
    )
    return this.#state
  }

  async vectorSeq(model: string): Promise<number> {
    await this.#dispelSuspicion()
    const vectors = this.#vectors === undefined ? await this.#readVectors() : this.#vectors
    return vectors?.model === model ? vectors.appliedSeq : 0
  }

  async putVectors(batch: VectorBatch): Promise<number> {
    const { model, dimensions, after, upTo, entries } = batch
    const known = await this.vectorSeq(model)
    if (after !== known) return known
    const isFirst = this.#vectors?.model !== model || this.#vectors.dimensions !== dimensions
    if (isFirst && entries.every(({ vectors }) => vectors.length === 0)) return upTo
    if (isFirst) await this.#startVectors(model, dimensions, false)
    await this.#gate.shared(() =>
      this.#writes.alone(async () => {
        if (this.#vectors?.model !== model || this.#vectors.appliedSeq !== after) return
        this.#vectors = putVectors(this.#writer, this.#vectors, batch)
        this.#changed = true
      }),
    )
    const { vectors } = { vectors: this.#vectors }
    if (vectors != null && !vectors.isIndexed && vectors.chunks >= this.#options.vectorIndexFrom) {
      await this.#startVectors(model, dimensions, true)
    }
    return this.vectorSeq(model)
  }

  /** Is there enough since the last checkpoint to make another? */
  async isCheckpointDue(): Promise<boolean> {
    if (!this.#changed) return false
    const due = Math.max(this.#options.checkpointBytes, (await graphBytes(this.folder)) / 8)
    return (await logBytes(this.folder)) >= due
  }

  async checkpoint(): Promise<void> {
    await this.#file.alone(() =>
      this.#gate.alone(async () => {
        if (!this.#changed) return
        await this.#writer.execute('CHECKPOINT')
        await writeManifest(this.folder)
        this.#changed = false
        this.#checkpointed = this.#state
      }),
    )
  }

  /** Lets `work` read all that the graph holds. Writes wait meanwhile, reads do not. */
  async export<T>(work: (state: GraphState, reader: GraphConnection) => Promise<T>): Promise<T> {
    await this.#dispelSuspicion()
    return this.#gate.shared(() => this.#writes.alone(() => work(this.#state, this.#writer)))
  }

  /** Lets `copy` have the files as the last checkpoint left them. Reads and writes go on meanwhile. */
  async copy(copy: (folder: string, state: GraphState) => Promise<void>): Promise<void> {
    await this.#file.alone(async () => {
      if (this.#damage === null) await copy(this.folder, this.#checkpointed)
    })
  }

  /**
   * Compares what the graph holds with what it says of itself, and refuses it from then on if they differ. Writes wait
   * meanwhile, reads do not.
   */
  async verify(): Promise<GraphState> {
    return this.#gate.shared(() =>
      this.#writes.alone(async () => {
        if (this.#damage !== null) throw this.#damage
        const difference = await findDifference(this.#writer, this.#state)
        if (difference === null) return this.#state
        await condemn(this.folder, difference)
        this.#damage = new GraphDamagedError(difference)
        throw this.#damage
      }),
    )
  }

  async close(): Promise<void> {
    await this.#file.alone(() =>
      this.#gate.alone(async () => {
        if (this.#damage !== null) return this.#database.close()
        if (this.#changed) await this.#writer.execute('CHECKPOINT')
        await this.#database.close()
        if (this.#changed) await writeManifest(this.folder)
      }),
    )
  }

  /** Closes without a checkpoint: for a graph that is about to be thrown away. */
  async discard(): Promise<void> {
    await this.#file.alone(() => this.#gate.alone(() => this.#database.close()))
  }

  /** What comes of many changes is planned by the shape of the graph. It is read for that where they are worth it. */
  async #readTopologyFor(entries: readonly LogEntry[]): Promise<void> {
    if (this.#topology !== null) return
    const { memories, relations } = this.#state
    const worthIt = Math.max(this.#options.loadFrom, (memories + relations) / readsPerChange)
    if (entries.length >= worthIt) this.#topology = await Topology.read(this.#writer)
  }

  /** No write comes between, so that nothing is missed and nothing is told twice. */
  async #readTopology(): Promise<Topology> {
    return this.#gate.shared(() =>
      this.#writes.alone(async () => {
        this.#topology ??= await Topology.read(this.#writer)
        return this.#topology
      }),
    )
  }

  async #readVectors(): Promise<VectorMeta | null> {
    return this.#gate.alone(async () => (this.#vectors ??= await readVectorMeta(this.#writer)))
  }

  /** Nobody reads meanwhile: the table that a query was prepared for would go away under it. */
  async #startVectors(model: string, dimensions: number, isIndexed: boolean): Promise<void> {
    await this.#gate.alone(async () => {
      this.#vectors = await startVectors(this.#writer, this.#vectors ?? null, { model, dimensions }, isIndexed)
      this.#changed = true
    })
  }

  /** After an error that nobody expected, nothing is served before the rows are proven once more. */
  async #dispelSuspicion(): Promise<void> {
    if (this.#damage !== null) throw this.#damage
    if (this.#suspicion === undefined) return
    const suspicion = this.#suspicion
    await this.verify()
    if (this.#suspicion === suspicion) this.#suspicion = undefined
  }

  async #takeReader(): Promise<GraphConnection> {
    const idle = this.#idleReaders.pop()
    return (
      idle ??
      new Promise((resolve) => {
        this.#waitingReaders.push(resolve)
      })
    )
  }

  #giveBack(reader: GraphConnection): void {
    const next = this.#waitingReaders.shift()
    if (next === undefined) this.#idleReaders.push(reader)
    else next(reader)
  }
}

type Opened = {
  readonly folder: string
  readonly options: GraphOptions
  readonly database: GraphDatabase
  readonly writer: GraphConnection
  readonly readers: readonly GraphConnection[]
}

async function openConnections(folder: string, options: GraphOptions): Promise<Opened> {
  try {
    const database = await GraphDatabase.open(join(folder, graphFile), options)
    const writer = await database.connect()
    const readers = await Promise.all(Array.from({ length: readersPerGraph }, () => database.connect()))
    return { folder, options, database, writer, readers }
  } catch (error) {
    if (/lock on file|mmap|memory|too many open files/i.test(messageOf(error))) {
      throw new GraphUnavailableError('the graph cannot be opened at the moment', { cause: error })
    }
    return refuse(folder, messageOf(error))
  }
}

/** How the rows differ from what the graph says of itself; null when they do not. */
async function findDifference(reader: GraphConnection, stated: GraphState): Promise<string | null> {
  try {
    const found = await readState(reader)
    const isEqual =
      found.digest === stated.digest && found.memories === stated.memories && found.relations === stated.relations
    return isEqual ? null : 'the rows are not what was written'
  } catch (error) {
    return messageOf(error)
  }
}

async function refuse(folder: string, reason: string): Promise<never> {
  await condemn(folder, reason)
  throw new GraphDamagedError(reason)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
