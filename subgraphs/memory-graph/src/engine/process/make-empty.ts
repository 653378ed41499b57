import { randomUUID } from 'node:crypto'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GraphDatabase } from './graph-database.ts'
import type { DatabaseOptions, GraphConnection } from './graph-database.ts'
import { createMeta } from './graph-meta.ts'
import { graphFile, isSound, writeManifest } from './manifest.ts'
import { createTextIndex, schemaStatements, schemaVersion } from './schema.ts'

/** Makes the tables and their index in a new file. */
export async function makeTables(
  folder: string,
  options: DatabaseOptions,
): Promise<{ database: GraphDatabase; writer: GraphConnection }> {
  const database = await GraphDatabase.open(join(folder, graphFile), options)
  const writer = await database.connect()
  for (const statement of schemaStatements) await writer.execute(statement)
  await writer.execute(createTextIndex)
  createMeta(writer)
  return { database, writer }
}

/**
 * An empty graph that is copied for every new tenant: making its full-text index takes a hundred times as long as copying
 * it. Made once in a data folder, and again when its files are not sound.
 */
export async function emptyGraph(root: string, options: DatabaseOptions): Promise<(to: string) => Promise<void>> {
  const template = join(root, `.empty-${schemaVersion}`)
  if (!(await isSound(template))) {
    const draft = join(root, `.draft-${randomUUID()}`)
    await mkdir(draft, { recursive: true })
    const { database, writer } = await makeTables(draft, options)
    await writer.execute('CHECKPOINT')
    await database.close()
    await writeManifest(draft)
    await rm(template, { recursive: true, force: true })
    await rename(draft, template)
  }
  return (to) => cp(template, to, { recursive: true })
}
