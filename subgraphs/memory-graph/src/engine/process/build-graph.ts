import { rm, stat } from 'node:fs/promises'
import { GraphDamagedError } from '../engine-errors.ts'
import type { GraphState } from '../engine.ts'
import type { BuildRequest } from '../protocol.ts'
import { sourceFiles, type SourceFiles } from '../write-source.ts'
import type { DatabaseOptions, GraphConnection, GraphDatabase } from './graph-database.ts'
import { writeMeta } from './graph-meta.ts'
import { makeTables } from './make-empty.ts'
import { ifMissing, writeManifest } from './manifest.ts'
import { quotedPath } from './quoted-path.ts'
import { readState } from './read-state.ts'
import { Topology } from './topology.ts'

/** Makes a graph from the files beside it; answers its shape. */
export async function buildGraph({ folder, expected }: BuildRequest, options: DatabaseOptions): Promise<Topology> {
  await using making = await GraphInTheMaking.begin(folder, options)
  await making.copy(sourceFiles(folder))
  // Awaited here: it is closed when this is left.
  return await making.finish(expected)
}

/**
 * A graph that is made by COPY, all at once or in parts. The full-text index is there from the beginning: one that is made over
 * existing rows brings the process down when such a row is changed.
 */
export class GraphInTheMaking {
  readonly #folder: string
  readonly #database: GraphDatabase
  readonly #writer: GraphConnection
  #isClosed = false

  private constructor(folder: string, database: GraphDatabase, writer: GraphConnection) {
    this.#folder = folder
    this.#database = database
    this.#writer = writer
  }

  static async begin(folder: string, options: DatabaseOptions): Promise<GraphInTheMaking> {
    const { database, writer } = await makeTables(folder, options)
    return new GraphInTheMaking(folder, database, writer)
  }

  /** Adds the rows of these files, and removes them. Relations may be between memories that were added before. */
  async copy({ memories, relations }: SourceFiles): Promise<void> {
    await this.#copyInto('Memory', memories)
    await this.#copyInto('Relation', relations)
  }

  /** Proves that it holds what was asked for, and closes it; answers its shape, for which the rows would have to be read once more. */
  async finish(expected: GraphState): Promise<Topology> {
    const topology = new Topology()
    writeMeta(this.#writer, expected)
    const { digest } = await readState(this.#writer, topology)
    if (digest !== expected.digest)
      throw new GraphDamagedError('the graph that was built does not hold the rows it was built from')
    await this.#writer.execute('CHECKPOINT')
    await this[Symbol.asyncDispose]()
    await writeManifest(this.#folder)
    return topology
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#database.close()
  }

  async #copyInto(table: string, file: string): Promise<void> {
    const size = (await stat(file).catch(ifMissing))?.size ?? 0
    if (size > 0) await this.#writer.execute(`COPY ${table} FROM ${quotedPath(file)} (format = 'unstructured')`)
    await rm(file, { force: true })
  }
}
