import type { PresenceChange } from './room-event.ts'

type Presence = {
  readonly clock: number
  readonly state: unknown
  readonly seenMs: number
  /** Whether only those know of it who are shown edits early. */
  readonly isEarly: boolean
}

/** Who is told of a change: those who are shown edits early, those who are not, or both. */
export type Told = 'early' | 'late' | 'all'

const expiryMs = 30_000
const sweepMs = 5_000

/** The presences of a room: the newest, by clock, of each session. Kept in memory only. */
export class Presences {
  readonly #changed: (changes: readonly PresenceChange[], yjsClientId: number | null, told: Told) => void
  readonly #byClient = new Map<number, Presence>()
  #sweeping: NodeJS.Timeout | null = null

  /** `changed` is told of every change, and whose it is where one session made it itself. */
  constructor(changed: (changes: readonly PresenceChange[], yjsClientId: number | null, told: Told) => void) {
    this.#changed = changed
  }

  all(): PresenceChange[] {
    return [...this.#byClient].map(([client, { clock, state }]) => [client, clock, state])
  }

  get size(): number {
    return this.#byClient.size
  }

  /** Takes a presence if it is newer than what is there; null is leaving. One that `isEarly` is told to all by `showAll`. */
  set(yjsClientId: number, clock: number, state: unknown, { isOwn = true, isEarly = false } = {}): boolean {
    const known = this.#byClient.get(yjsClientId)
    // As in y-protocols: at the same clock, leaving wins.
    if (known === undefined ? state === null : clock < known.clock || (clock === known.clock && state !== null))
      return false
    if (state === null) this.#byClient.delete(yjsClientId)
    else this.#byClient.set(yjsClientId, { clock, state, seenMs: performance.now(), isEarly })
    this.#sweeping ??= setInterval(() => this.#sweep(), sweepMs).unref()
    this.#changed([[yjsClientId, clock, state]], isOwn ? yjsClientId : null, isEarly ? 'early' : 'all')
    return true
  }

  /** Tells everybody of a presence that only some know of. */
  showAll(yjsClientId: number): void {
    const known = this.#byClient.get(yjsClientId)
    if (known?.isEarly !== true) return
    this.#byClient.set(yjsClientId, { ...known, isEarly: false })
    this.#changed([[yjsClientId, known.clock, known.state]], yjsClientId, 'late')
  }

  /** The session has gone. Returns the change, where it was present. */
  leave(yjsClientId: number): PresenceChange | null {
    const known = this.#byClient.get(yjsClientId)
    if (known === undefined) return null
    const change: PresenceChange = [yjsClientId, known.clock + 1, null]
    this.set(...change, { isOwn: false })
    return change
  }

  close(): void {
    if (this.#sweeping !== null) clearInterval(this.#sweeping)
    this.#sweeping = null
    this.#byClient.clear()
  }

  #sweep(): void {
    const before = performance.now() - expiryMs
    for (const [client, { seenMs }] of this.#byClient) if (seenMs < before) this.leave(client)
    if (this.#byClient.size > 0 || this.#sweeping === null) return
    clearInterval(this.#sweeping)
    this.#sweeping = null
  }
}
