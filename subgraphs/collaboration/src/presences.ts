import type { PresenceChange } from './room-event.ts'

type Presence = { readonly clock: number; readonly state: unknown; readonly seenMs: number }

const expiryMs = 30_000
const sweepMs = 5_000

/** The presences of a room: the newest, by clock, of each session. Kept in memory only. */
export class Presences {
  readonly #changed: (changes: readonly PresenceChange[], yjsClientId: number | null) => void
  readonly #byClient = new Map<number, Presence>()
  #sweeping: NodeJS.Timeout | null = null

  /** `changed` is told of every change, and whose it is where one session made it itself. */
  constructor(changed: (changes: readonly PresenceChange[], yjsClientId: number | null) => void) {
    this.#changed = changed
  }

  all(): PresenceChange[] {
    return [...this.#byClient].map(([client, { clock, state }]) => [client, clock, state])
  }

  get size(): number {
    return this.#byClient.size
  }

  /** Takes a presence if it is newer than what is there; null is leaving. */
  set(yjsClientId: number, clock: number, state: unknown, isOwn = true): boolean {
    const known = this.#byClient.get(yjsClientId)
    // As in y-protocols: at the same clock, leaving wins.
    if (known === undefined ? state === null : clock < known.clock || (clock === known.clock && state !== null))
      return false
    if (state === null) this.#byClient.delete(yjsClientId)
    else this.#byClient.set(yjsClientId, { clock, state, seenMs: performance.now() })
    this.#sweeping ??= setInterval(() => this.#sweep(), sweepMs).unref()
    this.#changed([[yjsClientId, clock, state]], isOwn ? yjsClientId : null)
    return true
  }

  /** The session has gone. Returns the change, where it was present. */
  leave(yjsClientId: number): PresenceChange | null {
    const known = this.#byClient.get(yjsClientId)
    if (known === undefined) return null
    const change: PresenceChange = [yjsClientId, known.clock + 1, null]
    this.set(...change, false)
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
