import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Env } from '@graphmemory/service/read-config.ts'
import { ExitError } from '@graphmemory/service/run-main.ts'
import { generateSecrets } from './secrets.ts'

export type DataFolder = AsyncDisposable & {
  readonly path: string
  /** Where PGlite keeps its files. */
  readonly postgres: string
  /** Where the projections of the graph are. */
  readonly graph: string
  /** Secrets that were generated for this folder at its first use, as environment variables. */
  readonly secrets: () => Promise<Readonly<Record<string, string>>>
}

/** The data folder that the environment names, or the one in the working directory. */
export const dataFolderOf = (env: Env): string => env['GM_DATA'] ?? '.graphmemory'

/** Where published operations are kept: what the environment names, or the data folder's own. */
export const documentsFile = (env: Env): string =>
  env['TRUSTED_DOCUMENTS'] ?? join(resolve(dataFolderOf(env)), 'trusted-documents.json')

/** Makes and holds a data folder: no other process can open it until it is disposed of, or dies. Throws `ExitError`. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder)
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await writeFile(join(path, '.writable'), '')
    await rm(join(path, '.writable'))
  } catch (error) {
    throw new ExitError(`The data folder ${path} cannot be written; set GM_DATA to one that can.`, { cause: error })
  }
  const lock = await hold(path)
  return {
    path,
    postgres: join(path, 'postgres'),
    graph: join(path, 'graph'),
    secrets: () => readSecrets(join(path, 'secrets.json')),
    [Symbol.asyncDispose]: () => new Promise((released) => lock.close(() => released())),
  }
}

/**
 * The lock is a socket that this process listens on: it is free as soon as the process is gone, however it went.
 * A socket's path may have some hundred characters, so it lies beside other temporary files, named after the folder.
 */
async function hold(path: string) {
  const name = `graphmemory-${createHash('sha256').update(path).digest('hex').slice(0, 24)}`
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
  if (await answers(address))
    throw new ExitError(`The data folder ${path} is in use by another process; stop that one or set GM_DATA.`)
  if (process.platform !== 'win32') await rm(address, { force: true }) // left by one that was killed
  const server = createServer((socket) => socket.end())
  await new Promise<void>((held, failed) => {
    server.once('error', (error) =>
      failed(new ExitError(`The data folder ${path} cannot be locked.`, { cause: error })),
    )
    server.listen(address, held)
  })
  server.unref()
  return server
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
  })
}

async function readSecrets(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  // Written by us below, and readable by its owner alone.
  if (text !== null) return JSON.parse(text) as Record<string, string>
  const secrets = await generateSecrets()
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
  return secrets
}
