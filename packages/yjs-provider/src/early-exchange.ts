import { applyUpdate, type Doc } from 'yjs'
import { jitteredMs } from './back-off.ts'
import type { DocumentChannel, DocumentEvent } from './document-channel.ts'
import { EarlyEdits } from './early-edits.ts'
import type { Persistence } from './persistence.ts'
import type { ReplicaState } from './replica-state.ts'

export type EarlyExchangeOptions = {
  readonly doc: Doc
  /** Of what is shown to the document. */
  readonly origin: object
  readonly persistence: Persistence | null
  /** Something is to be given back. */
  readonly due: () => void
}

/** Why nothing can be given back as things are; null where all was answered, or will be offered again. */
export type Hindrance = 'SESSION_EXPIRED' | 'EPOCH_MISMATCH' | null

const key = 'graphmemory-early-edits'
/** So many pushes are under way at once where much is given back. */
const mostAtOnce = 16

/** Shows a document others' edits before they are durable, and gives back to a server what it has lost of them. */
export class EarlyExchange {
  readonly #options: EarlyExchangeOptions
  readonly #edits = new EarlyEdits()
  #isRestored = false
  #isKeeping = false
  #isGivenBack = false
  #failures = 0
  #repeating: ReturnType<typeof setTimeout> | undefined

  constructor(options: EarlyExchangeOptions) {
    this.#options = options
  }

  /** Whether a server lacks something that it has not been given back since that was found. */
  get isDue(): boolean {
    return this.#edits.areLacked && !this.#isGivenBack
  }

  /** Takes up what the device has kept. */
  async restore(): Promise<void> {
    if (this.#isRestored) return
    const kept = await this.#options.persistence?.get(key)
    if (this.#isRestored) return
    this.#isRestored = true
    if (kept instanceof ArrayBuffer) this.#edits.restore(kept)
  }

  show({ vouched, underWay }: NonNullable<DocumentEvent['early']>): void {
    const { doc, origin } = this.#options
    const updates = this.#edits.add(vouched, underWay)
    if (updates.length === 0) return
    doc.transact(() => {
      for (const update of updates) applyUpdate(doc, update, origin)
    }, origin)
    void this.#keep()
  }

  /** A server is known to hold this: what it lacks of what was shown is due, and counts as its own from here on. */
  compare(server: ReplicaState): void {
    this.#edits.compare(server)
    this.#isGivenBack = false
  }

  /** Nothing is due before another server, or the same again, has been compared with. */
  stop(): void {
    clearTimeout(this.#repeating)
  }

  /**
   * Gives back what is due. What the server cannot take yet, since it builds on own edits, is due again after a while.
   * Rejects as a push does.
   */
  async giveBack(give: NonNullable<DocumentChannel['giveBack']>): Promise<Hindrance> {
    this.#isGivenBack = true
    const lacked = this.#edits.lacked()
    let afterMs: number | null = null
    for (let from = 0; from < lacked.length; from += mostAtOnce) {
      const portion = lacked.slice(from, from + mostAtOnce)
      const answers = await Promise.all(
        portion.map(async (vouched, index) => ({ vouched, ...(await give(`g${from + index}`, vouched)) })),
      )
      for (const { vouched, status, retryAfterMs } of answers) {
        if (status === 'SESSION_EXPIRED' || status === 'EPOCH_MISMATCH') return status
        if (['OK', 'DUPLICATE', 'INVALID'].includes(status)) this.#edits.answered(vouched)
        else afterMs = Math.max(afterMs ?? 0, retryAfterMs ?? 0)
      }
    }
    if (afterMs === null) this.#failures = 0
    else this.#repeating = setTimeout(() => this.#repeat(), afterMs + jitteredMs(1 + this.#failures++))
    return null
  }

  #repeat(): void {
    this.#isGivenBack = false
    this.#options.due()
  }

  /** The device keeps what the document holds: with it what others need of that if the server should lose it. */
  async #keep(): Promise<void> {
    const { persistence } = this.#options
    if (persistence === null || this.#isKeeping) return
    this.#isKeeping = true
    // What else this turn brings is kept with it.
    await Promise.resolve()
    this.#isKeeping = false
    await persistence.set(key, this.#edits.encode()).catch(() => undefined)
  }
}
