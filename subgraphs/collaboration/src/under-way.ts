import type { LocalEdit } from './local-edit.ts'

/** So much, and no more, is shown that is not durable: each who is shown it keeps it until it is. */
const mostShownBytes = 1024 * 1024
/** What keeping an edit takes beside its bytes. */
export const bytesPerEdit = 64

/** What is not durable yet of a node's edits of a document, in the order of the log: some from the beginning have been shown. */
export class UnderWay {
  #edits: LocalEdit[] = []
  #shown = 0
  #shownBytes = 0

  /** How many edits have been shown that are not durable yet. */
  get shown(): number {
    return this.#shown
  }

  add(edit: LocalEdit): void {
    this.#edits.push(edit)
  }

  /** The next edit that may be shown, which then counts as shown: edits build on those before them. */
  showNext(): LocalEdit | null {
    const next = this.#edits[this.#shown]
    if (next?.isShowable !== true || this.#shownBytes >= mostShownBytes) return null
    this.#shown++
    this.#shownBytes += sizeOf(next)
    return next
  }

  /** An edit, and with it all before it, is durable. Says whether it was shown already. */
  settle(edit: LocalEdit): boolean {
    const index = this.#edits.indexOf(edit)
    if (index < 0) return false
    const wasShown = index < this.#shown
    for (const settled of this.#edits.splice(0, index + 1)) {
      settled.isDurable = true
      if (this.#shown === 0) continue
      this.#shown--
      this.#shownBytes -= sizeOf(settled)
    }
    return wasShown
  }

  /** All of it is lost. */
  clear(): void {
    this.#edits = []
    this.#shown = 0
    this.#shownBytes = 0
  }
}

const sizeOf = ({ payload }: LocalEdit) => payload.length + bytesPerEdit
