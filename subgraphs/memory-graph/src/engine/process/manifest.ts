import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The database file of a generation, Kuzu's log of what came after the last checkpoint, and the pages of an unfinished one. */
export const graphFile = 'graph'
const logFile = 'graph.wal'
const shadowFile = 'graph.shadow'
const manifestFile = 'manifest.json'

type Fingerprint = { readonly bytes: number; readonly sha256: string }

/**
 * Notes the checksum of the database file. To be called right after a checkpoint, while nothing writes; or with what the file
 * must be, where it came from elsewhere.
 */
export async function writeManifest(folder: string, known?: Fingerprint): Promise<void> {
  const { bytes, sha256 } = known ?? (await fingerprint(join(folder, graphFile)))
  const text = JSON.stringify({ format: 1, bytes, sha256 })
  const draft = join(folder, `${manifestFile}.draft`)
  await using file = await open(draft, 'w')
  await file.writeFile(text)
  await file.sync()
  await rename(draft, join(folder, manifestFile))
}

/**
 * Whether the database file is as the last checkpoint left it. What came after that in Kuzu's own log is thrown away first:
 * replaying it can bring the process down, and can leave the full-text index without rows that the table has. Whoever
 * applies the tenant's log applies it again.
 */
export async function isSound(folder: string): Promise<boolean> {
  const noted = await readFile(join(folder, manifestFile), 'utf8').catch(ifMissing)
  if (noted === undefined) return false
  for (const file of [logFile, shadowFile]) await rm(join(folder, file), { force: true })
  const now = await fingerprint(join(folder, graphFile)).catch(ifMissing)
  return now !== undefined && noted === JSON.stringify({ format: 1, ...now })
}

/** The checksum of the database file as it was noted. */
export async function readManifest(folder: string): Promise<Fingerprint> {
  const { bytes, sha256 }: Fingerprint = JSON.parse(await readFile(join(folder, manifestFile), 'utf8'))
  return { bytes, sha256 }
}

/** The size of what came after the last checkpoint. */
export async function logBytes(folder: string): Promise<number> {
  return (await stat(join(folder, logFile)).catch(ifMissing))?.size ?? 0
}

export async function graphBytes(folder: string): Promise<number> {
  return (await stat(join(folder, graphFile))).size
}

async function fingerprint(file: string): Promise<Fingerprint> {
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
