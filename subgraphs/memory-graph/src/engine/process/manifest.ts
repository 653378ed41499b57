import { createHash } from 'node:crypto'
import { open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'

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

const known = new LRUCache<string, { readonly identity: string; readonly fingerprint: Fingerprint }>({ max: 10_000 })
/** A file that was written so shortly before may be written once more at what its file system calls the same time. */
const tickMs = 10
const pieceBytes = 1 << 20

/** Of a file that this process read before and that nobody wrote since, as its file system says, it is known. */
async function fingerprint(path: string): Promise<Fingerprint> {
  await using file = await open(path, 'r')
  const before = await identify(file)
  const remembered = known.get(path)
  if (remembered?.identity === before.identity) return remembered.fingerprint
  const found = await read(file)
  const after = await identify(file)
  if (after.identity === before.identity && Date.now() - after.writtenAt > tickMs)
    known.set(path, { identity: after.identity, fingerprint: found })
  return found
}

async function identify(file: FileHandle): Promise<{ readonly identity: string; readonly writtenAt: number }> {
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await file.stat({ bigint: true })
  return { identity: [dev, ino, size, mtimeNs, ctimeNs].join(' '), writtenAt: Number(ctimeMs) }
}

/** While one piece is hashed, the next is read. */
async function read(file: FileHandle): Promise<Fingerprint> {
  const hash = createHash('sha256')
  let bytes = 0
  let [filling, spare] = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)]
  const readNext = () => file.read(filling, 0, pieceBytes, bytes)
  for (let reading = readNext(); ;) {
    const { bytesRead, buffer } = await reading
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') }
    bytes += bytesRead
    ;[filling, spare] = [spare, filling]
    reading = readNext()
    hash.update(buffer.subarray(0, bytesRead))
  }
}

export function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
