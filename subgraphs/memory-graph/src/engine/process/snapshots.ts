import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { GraphState } from '../engine.ts'
import { graphFile, isSound, readManifest, writeManifest } from './manifest.ts'
import { schemaVersion } from './schema.ts'
import { TenantFolder } from './tenant-folder.ts'

/** The next is due when the log has grown by such a part of itself: what is left to apply is a fraction of building. */
const growth = 1 / 4
/** A draft that is older was left by a process that is gone. */
const draftMs = 3_600_000

const manifestFile = 'snapshot.json'
const shape = z.object({
  format: z.literal(1),
  schemaVersion: z.literal(schemaVersion),
  seq: z.int(),
  memories: z.int(),
  relations: z.int(),
  digest: z.string(),
  bytes: z.int(),
  sha256: z.string(),
})

/**
 * Copies of graphs as checkpoints left them, in a folder that several processes may share: one that has no graph of a tenant,
 * or a damaged one, opens the copy and applies what the log has after it. Losing them loses nothing.
 */
export type Snapshots = {
  /** Whether the next one is due when a tenant's graph stands at `seq`. */
  isDue(tenantId: string, seq: number): Promise<boolean>
  /** Keeps what a folder holds, which no checkpoint may change meanwhile, in the place of earlier ones. */
  take(tenantId: string, folder: string, state: GraphState): Promise<void>
  /** Puts the newest one into an empty folder; false where there is none that is sound and of this version. */
  restore(tenantId: string, folder: string): Promise<boolean>
  remove(tenantId: string): Promise<void>
}

/** None is made of a log that is shorter than `from`. */
export function openSnapshots(root: string, from: number): Snapshots {
  const folderOf = (tenantId: string) => new TenantFolder(root, tenantId).path

  /** Newest first. */
  async function list(tenantId: string): Promise<{ readonly path: string; readonly seq: number }[]> {
    const names = await readdir(folderOf(tenantId)).catch(() => [])
    return names
      .flatMap((name) => {
        const seq = /^(\d+)-/.exec(name)?.[1]
        return seq === undefined ? [] : [{ path: join(folderOf(tenantId), name), seq: Number(seq) }]
      })
      .toSorted((a, b) => b.seq - a.seq)
  }

  async function removeDrafts(tenantId: string): Promise<void> {
    for (const name of await readdir(folderOf(tenantId)).catch(() => [])) {
      if (!name.startsWith('draft-')) continue
      const draft = join(folderOf(tenantId), name)
      const { mtimeMs = Infinity } = (await stat(draft).catch(() => undefined)) ?? {}
      if (Date.now() - mtimeMs > draftMs) await rm(draft, { recursive: true, force: true })
    }
  }

  return {
    async isDue(tenantId, seq) {
      if (seq < from) return false
      const [newest] = await list(tenantId)
      return newest === undefined || seq > newest.seq * (1 + growth)
    },

    async take(tenantId, folder, state) {
      const draft = join(folderOf(tenantId), `draft-${randomUUID()}`)
      await mkdir(draft, { recursive: true })
      try {
        await copyFile(join(folder, graphFile), join(draft, graphFile), constants.COPYFILE_FICLONE)
        const manifest = { format: 1, schemaVersion, ...state, ...(await readManifest(folder)) }
        await writeFile(join(draft, manifestFile), JSON.stringify(manifest), { flush: true })
        await rename(draft, join(folderOf(tenantId), `${state.seq}-${randomUUID()}`))
      } catch (error) {
        await rm(draft, { recursive: true, force: true })
        throw error
      }
      const [, ...older] = await list(tenantId)
      for (const { path } of older) await rm(path, { recursive: true, force: true })
      await removeDrafts(tenantId)
    },

    async restore(tenantId, folder) {
      for (const { path } of await list(tenantId)) {
        if (await restoreFrom(path, folder)) return true
        await rm(join(folder, graphFile), { force: true })
      }
      return false
    },

    async remove(tenantId) {
      await rm(folderOf(tenantId), { recursive: true, force: true })
    },
  }
}

/** One that is of another version, was harmed, or was just replaced is passed over. */
async function restoreFrom(snapshot: string, folder: string): Promise<boolean> {
  try {
    const text = await readFile(join(snapshot, manifestFile), 'utf8')
    const { bytes, sha256 } = shape.parse(JSON.parse(text))
    await copyFile(join(snapshot, graphFile), join(folder, graphFile), constants.COPYFILE_FICLONE)
    await writeManifest(folder, { bytes, sha256 })
    return await isSound(folder)
  } catch {
    return false
  }
}
