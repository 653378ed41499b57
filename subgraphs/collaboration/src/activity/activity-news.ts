import type { Database } from '@graphmemory/database/database.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { ActivityHead } from './append-activity.ts'

export type ActivityNewsOptions = {
  readonly database: Database
  readonly events: EventBus
  readonly log: Log
  /** How often numbers are compared with PostgreSQL's, where news comes and where it does not. */
  readonly headCheckMs: { readonly healthy: number; readonly unhealthy: number }
}

type Listener = (seq: number) => void

/** Tells who listens how far a document's activity has come, on this node or another. What news loses, a look around finds. */
export class ActivityNews implements AsyncDisposable {
  readonly #options: ActivityNewsOptions
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #disposables = new AsyncDisposableStack()
  #check: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: ActivityNewsOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { events } = this.#options
    this.#disposables.use(
      await events.subscribe('document.activity', ({ documentId, seq }) => this.#spread(documentId, seq)),
    )
    this.#schedule()
  }

  /** This node has committed activity. */
  tell(tenantId: string, { documentId, seq }: ActivityHead): void {
    this.#spread(documentId, seq)
    this.#options.events.publish('document.activity', { tenantId, documentId, seq })
  }

  /** Calls `listener` with the last number, again and again, until the returned function is called. */
  listen(documentId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(documentId) ?? new Set()
    this.#listeners.set(documentId, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(documentId) === listeners) this.#listeners.delete(documentId)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true
    if (this.#check !== null) clearTimeout(this.#check)
    await this.#disposables.disposeAsync()
  }

  #spread(documentId: string, seq: number): void {
    for (const listener of this.#listeners.get(documentId) ?? []) listener(seq)
  }

  #schedule(): void {
    if (this.#isStopped) return
    const { events, headCheckMs } = this.#options
    this.#check = setTimeout(
      () => void this.#lookAround().finally(() => this.#schedule()),
      events.isHealthy() ? headCheckMs.healthy : headCheckMs.unhealthy,
    ).unref()
  }

  async #lookAround(): Promise<void> {
    if (this.#listeners.size === 0) return
    try {
      const heads = await this.#options.database.withRole('gm_collaboration', (em) =>
        em.execute<{ document_id: string; seq: number }[]>(
          `select document_id, seq from collab.activity_head
           where document_id in (select json_array_elements_text(?::json))`,
          [JSON.stringify([...this.#listeners.keys()])],
        ),
      )
      for (const { document_id, seq } of heads) this.#spread(document_id, seq)
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the numbers of activity could not be compared')
    }
  }
}
