import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const currentFile = 'CURRENT'
const damagedFile = 'DAMAGED'

/**
 * The files of one tenant: generations of its graph, each in a folder, and the name of the one in use in `CURRENT`. A new
 * generation is built beside the old one and put in use by a rename.
 */
export class TenantFolder {
  readonly path: string

  constructor(root: string, tenantId: string) {
    if (!/^[A-Za-z0-9_-]{1,128}$/.test(tenantId)) throw new Error('not an id of a tenant')
    this.path = join(root, tenantId)
  }

  /** The generation in use; null when there is none yet. Whatever else lies about is removed. */
  async current(): Promise<string | null> {
    const name = await readFile(join(this.path, currentFile), 'utf8').catch(() => null)
    const entries = await this.#entries()
    for (const entry of entries) {
      if (entry.startsWith('generation-') && entry !== name)
        await rm(join(this.path, entry), { recursive: true, force: true })
    }
    return name !== null && entries.includes(name) ? join(this.path, name) : null
  }

  /** An empty folder to build a generation in. Those that were never finished are removed. */
  async startBuilding(): Promise<string> {
    for (const entry of await this.#entries()) {
      if (entry.startsWith('building-')) await rm(join(this.path, entry), { recursive: true, force: true })
    }
    const folder = join(this.path, `building-${randomUUID()}`)
    await mkdir(folder, { recursive: true })
    return folder
  }

  /** Puts what was built in use, in one step, and answers where it stands from now on. */
  async use(built: string): Promise<string> {
    const name = `generation-${randomUUID()}`
    await rename(built, join(this.path, name))
    const draft = join(this.path, `${currentFile}.draft`)
    await writeFile(draft, name, { flush: true })
    await rename(draft, join(this.path, currentFile))
    return join(this.path, name)
  }

  async #entries(): Promise<readonly string[]> {
    return readdir(this.path).catch(() => [])
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

/** Notes that a generation must not be opened any more, and why. */
export async function condemn(generation: string, reason: string): Promise<void> {
  await writeFile(join(generation, damagedFile), reason, { flush: true })
}

/** Why a generation must not be opened; null when it may. */
export async function condemnation(generation: string): Promise<string | null> {
  return readFile(join(generation, damagedFile), 'utf8').catch(() => null)
}
