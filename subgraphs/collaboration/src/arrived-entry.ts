import type { Entry } from './document-log.ts'

/** A durable entry that waits until all before it are there too. */
export type ArrivedEntry = {
  readonly entry: Entry
  readonly yjsClientId: number | null
  /** Whether the room's document holds it already. */
  readonly isApplied: boolean
  /** The trace of the edit, or of the news of it. */
  readonly trace: string | undefined
}
