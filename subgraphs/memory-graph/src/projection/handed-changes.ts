import type { LoggedChange } from '../operation.ts'
import { changesOfOld, changesOld, longestBatch } from './read-batch.ts'

/** So many transactions' changes wait for a graph that is slower than who writes; others it reads from the log. */
const maxWaiting = 4

/** Changes that this process committed itself, for its graph: reading them back from the log costs as much as writing them there. */
export function createHandedChanges() {
  let waiting: (readonly LoggedChange[])[] = []
  return {
    /** Takes what one transaction appended to the log. */
    put(changes: readonly LoggedChange[]): void {
      if (changes.length > 0 && waiting.length < maxWaiting) waiting.push(changes)
    },
    /** What follows an operation without a gap, as much as a graph applies well in one transaction; empty where it is not here. */
    after(seq: number): readonly LoggedChange[] {
      waiting = waiting.filter((changes) => (changes.at(-1)?.seq ?? 0) > seq)
      const next = waiting.find(([first]) => first !== undefined && first.seq <= seq + 1) ?? []
      const fresh = next.filter((change) => change.seq > seq).slice(0, longestBatch)
      let old = 0
      const end = fresh.findIndex((change) => changesOld(change) && ++old > changesOfOld)
      return end < 0 ? fresh : fresh.slice(0, end)
    },
  }
}
