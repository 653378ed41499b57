import type { Entry } from './document-log.ts'
import type { LocalEdit } from './local-edit.ts'

/** A durable entry that waits until all before it are there too. */
export type ArrivedEntry = {
  readonly entry: Entry
  /** What it was here before it was durable, and the document holds already; null where it comes from elsewhere. */
  readonly edit: LocalEdit | null
  /** The trace of the edit, or of the news of it. */
  readonly trace: string | undefined
}
