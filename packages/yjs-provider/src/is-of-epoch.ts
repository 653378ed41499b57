import type { Doc } from 'yjs'
import type { Persistence } from './persistence.ts'

const key = 'graphmemory-epoch'

/** Whether a local document belongs to this epoch, as far as is known; one that is still empty belongs to any. */
export async function isOfEpoch(
  epoch: number,
  known: number | null,
  doc: Doc,
  persistence: Persistence | null,
): Promise<boolean> {
  const kept = known ?? (await persistence?.get(key))
  if (typeof kept === 'number' && kept !== epoch && doc.store.clients.size > 0) return false
  if (kept !== epoch) await persistence?.set(key, epoch)
  return true
}
