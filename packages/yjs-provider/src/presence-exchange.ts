import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { applyAwarenessUpdate, type Awareness } from 'y-protocols/awareness'
import type { PresenceChange } from './operations.ts'

type AwarenessChange = { readonly added: number[]; readonly updated: number[]; readonly removed: number[] }

/** What a push carries of the local presence. */
export type OwnPresence = { readonly state: unknown; readonly clock: number }

/** The server takes 4 KB and 20 a second. */
const mostBytes = 4 * 1024
const everyMs = 50

/** Carries presences between an awareness and the server: the own one out, those of others in. */
export class PresenceExchange {
  readonly #awareness: Awareness
  readonly #wanted: () => void
  #isChanged = false
  #sentAtMs = -Infinity

  /** `wanted` is called when the own presence has changed and should be sent. */
  constructor(awareness: Awareness, wanted: () => void) {
    this.#awareness = awareness
    this.#wanted = wanted
    awareness.on('update', this.#onUpdate)
  }

  /** The milliseconds after which the own presence may be sent; null where nothing is to be sent. */
  dueInMs(): number | null {
    return this.#isChanged ? Math.max(0, this.#sentAtMs + everyMs - performance.now()) : null
  }

  /** The own presence, to be sent now. A state over the server's limit is not sent: whoever is seen stays as he was. */
  take(): OwnPresence | null {
    const { clientID, meta } = this.#awareness
    const clock = meta.get(clientID)?.clock
    if (!this.#isChanged || clock === undefined) return null
    this.#isChanged = false
    const state = this.#awareness.getLocalState()
    if (JSON.stringify(state).length > mostBytes) return null
    this.#sentAtMs = performance.now()
    return { state, clock }
  }

  /** What was taken has not arrived. */
  giveBack(): void {
    this.#isChanged = true
  }

  /** The own presence goes out again under this client id: a new session, or a new stream of the same one. */
  announceAs(yjsClientId: number): void {
    const awareness = this.#awareness
    const state = awareness.getLocalState()
    const clock = awareness.meta.get(awareness.clientID)?.clock ?? 0
    if (awareness.clientID !== yjsClientId) {
      this.#drop([awareness.clientID])
      awareness.clientID = yjsClientId
      awareness.meta.set(yjsClientId, { clock: 0, lastUpdated: Date.now() })
    } else {
      // When our stream ended, the server told everybody that we had left, one clock later.
      awareness.meta.set(yjsClientId, { clock: clock + 1, lastUpdated: Date.now() })
    }
    awareness.setLocalState(state)
  }

  /** Takes in the presences of others; with `isAll`, whoever is not among them has left. */
  apply(changes: readonly PresenceChange[], isAll: boolean): void {
    const others = changes.filter(([client]) => client !== this.#awareness.clientID)
    if (isAll) {
      const present = new Set(others.map(([client]) => client))
      this.#drop(this.#others().filter((client) => !present.has(client)))
    }
    if (others.length === 0) return
    const encoder = createEncoder()
    writeVarUint(encoder, others.length)
    for (const [client, clock, state] of others) {
      writeVarUint(encoder, client)
      writeVarUint(encoder, clock)
      writeVarString(encoder, JSON.stringify(state))
    }
    applyAwarenessUpdate(this.#awareness, toUint8Array(encoder), this)
  }

  /** Nobody else can be seen any more. */
  clear(): void {
    this.#drop(this.#others())
  }

  destroy(): void {
    this.#awareness.off('update', this.#onUpdate)
    this.clear()
  }

  #others(): number[] {
    return [...this.#awareness.meta.keys()].filter((client) => client !== this.#awareness.clientID)
  }

  /** Forgets clients whole, with their clocks: when they are seen again they count as new. */
  #drop(clients: readonly number[]): void {
    const removed = clients.filter((client) => this.#awareness.states.delete(client))
    for (const client of clients) this.#awareness.meta.delete(client)
    if (removed.length === 0) return
    for (const event of ['change', 'update']) {
      this.#awareness.emit(event, [{ added: [], updated: [], removed }, this])
    }
  }

  readonly #onUpdate = ({ added, updated, removed }: AwarenessChange, origin: unknown): void => {
    if (origin === this) return
    const own = this.#awareness.clientID
    if (![added, updated, removed].some((clients) => clients.includes(own))) return
    this.#isChanged = true
    this.#wanted()
  }
}
