import { rm } from 'node:fs/promises'
import { GraphDamagedError } from '../engine-errors.ts'
import type { BuildRequest } from '../protocol.ts'
import { sourceFiles } from '../write-source.ts'
import type { DatabaseOptions } from './graph-database.ts'
import { writeMeta } from './graph-meta.ts'
import { makeTables } from './make-empty.ts'
import { writeManifest } from './manifest.ts'
import { quotedPath } from './quoted-path.ts'
import { readState } from './read-state.ts'
import { Topology } from './topology.ts'

/**
 * Makes a graph from the files beside it by COPY, and proves that it holds what was asked for; answers its shape, for which
 * the rows would have to be read once more. The full-text index is there from the beginning: one that is made over existing
 * rows brings the process down when such a row is changed.
 */
export async function buildGraph({ folder, expected }: BuildRequest, options: DatabaseOptions): Promise<Topology> {
  const topology = new Topology()
  const { database, writer } = await makeTables(folder, options)
  try {
    const { memories, relations } = sourceFiles(folder)
    if (expected.memories > 0)
      await writer.execute(`COPY Memory FROM ${quotedPath(memories)} (format = 'unstructured')`)
    if (expected.relations > 0)
      await writer.execute(`COPY Relation FROM ${quotedPath(relations)} (format = 'unstructured')`)
    writeMeta(writer, expected)
    const { digest } = await readState(writer, topology)
    if (digest !== expected.digest)
      throw new GraphDamagedError('the graph that was built does not hold the rows it was built from')
    await writer.execute('CHECKPOINT')
    await rm(memories, { force: true })
    await rm(relations, { force: true })
  } finally {
    await database.close()
  }
  await writeManifest(folder)
  return topology
}
