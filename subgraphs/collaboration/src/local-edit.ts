import type { ClockRange } from './inspect-update.ts'
import type { Waiting } from './room-document.ts'

/** An edit on its way from this node into the log. */
export type LocalEdit = {
  readonly payload: Uint8Array
  /** Of the session in whose name it is stored. */
  readonly yjsClientId: number
  /** What it writes, at least. */
  readonly writes: readonly ClockRange[]
  /** Whether it may be shown before it is durable: nothing but a fault keeps it from being stored. */
  readonly isShowable: boolean
  readonly trace: string | undefined
  isDurable: boolean
}

/** How an edit is put into the log; where it waits to be taken in, as what. */
export type CommitOptions = Pick<LocalEdit, 'writes'> & { readonly isShowable?: boolean; readonly waiting?: Waiting }
