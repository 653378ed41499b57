import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from './context.ts'

export type Checkpoint = {
  readonly size: number
  readonly rootHash: Uint8Array
  readonly note: string
  readonly signedAt: Date
}

/** The newest signed head of the log of the viewer's tenant. */
export const readCheckpoint = (context: Context): Promise<Checkpoint | null> => context.withLog(newestCheckpoint)

export async function newestCheckpoint(em: Em): Promise<Checkpoint | null> {
  const [row] = await em.execute<(Omit<Checkpoint, 'signedAt'> & { signedAtMs: number })[]>(
    `select size::float8 as size, root_hash as "rootHash", note, (extract(epoch from signed_at) * 1000)::float8 as "signedAtMs"
      from audit.checkpoint order by size desc limit 1`,
  )
  return row === undefined ? null : { ...row, signedAt: new Date(row.signedAtMs) }
}
