import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The database file of a generation, and its log of what came after the last checkpoint. */
export const graphFile = 'graph'
const logFile = 'graph.wal'
const manifestFile = 'manifest.json'

/**
 * What is known of the files before they are opened. `sound`: the file is as the last checkpoint left it, and nothing came
 * after. `unproven`: changes came after it, so what they left must be proven from the rows. `damaged`: the file is another.
 */
export type Soundness = 'sound' | 'unproven' | 'damaged'

/** Notes the checksum of the database file. To be called right after a checkpoint, while nothing writes. */
export async function writeManifest(folder: string): Promise<void> {
  const text = JSON.stringify({ format: 1, ...(await fingerprint(join(folder, graphFile))) })
  const draft = join(folder, `${manifestFile}.draft`)
  await using file = await open(draft, 'w')
  await file.writeFile(text)
  await file.sync()
  await rename(draft, join(folder, manifestFile))
}

export async function checkManifest(folder: string): Promise<Soundness> {
  const noted = await readFile(join(folder, manifestFile), 'utf8').catch(ifMissing)
  if (noted === undefined) return 'damaged'
  const now = await fingerprint(join(folder, graphFile)).catch(ifMissing)
  if (now === undefined || noted !== JSON.stringify({ format: 1, ...now })) return 'damaged'
  const log = await stat(join(folder, logFile)).catch(ifMissing)
  return log === undefined || log.size === 0 ? 'sound' : 'unproven'
}

/** The size of what came after the last checkpoint. */
export async function logBytes(folder: string): Promise<number> {
  return (await stat(join(folder, logFile)).catch(ifMissing))?.size ?? 0
}

export async function graphBytes(folder: string): Promise<number> {
  return (await stat(join(folder, graphFile))).size
}

async function fingerprint(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
