import type { Database } from '@graphmemory/database/database.ts'
import { ClientError, notFound } from '@graphmemory/errors/client-error.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { DocumentKey, DocumentLog, Entry } from './document-log.ts'
import type { LockChange } from './locks/element-lock.ts'
import { control } from './room-event.ts'
import { RoomLostError } from './room-errors.ts'
import { Room } from './room.ts'

export type RoomsOptions = {
  readonly database: Database
  readonly documentLog: DocumentLog
  readonly events: EventBus
  readonly log: Log
  readonly node: string
  readonly windowMs: number
  readonly behindMs: number
  /** A room unused for so long is let go. */
  readonly idleMs: number
  readonly compactAfter: { readonly entries: number; readonly bytes: number }
  /** A version is kept of what has not been edited for so long. */
  readonly versionAfterMs: number
  /** How often heads are compared, where news comes and where it does not. */
  readonly headCheckMs: { readonly healthy: number; readonly unhealthy: number }
  readonly onEntries: (room: Room) => void
  readonly onSessionEnded: (sessionId: string) => void
}

/** The documents that this node has in memory, kept level with those of other nodes. */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #rooms = new Map<string, Promise<Room | null>>()
  readonly #open = new Map<string, Room>()
  readonly #compacting = new Set<Room>()
  /** One room after the other: those that are edited alike are due together, and their commits come first. */
  #compactions = Promise.resolve()
  readonly #disposables = new AsyncDisposableStack()
  #headCheck: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: RoomsOptions) {
    this.#options = options
  }

  /** Begins to listen to other nodes. */
  async start(): Promise<void> {
    const { events, node } = this.#options
    this.#disposables.use(
      await events.subscribe(
        'document.committed',
        ({ tenantId, documentId, epoch, fromSeq, toSeq, node: from, updates = [] }) => {
          const room = this.find({ tenantId, documentId })
          if (from === node || room === undefined || room.epoch !== epoch) return
          const entries = updates.map((update, index): Entry => ({
            seq: fromSeq + index,
            payload: Buffer.from(update, 'base64'),
            sessionId: null,
            batchId: null,
          }))
          room.heard(toSeq, entries)
        },
      ),
    )
    this.#disposables.use(
      await events.subscribe('document.presence', ({ tenantId, documentId, node: from, changes, endedSessionId }) => {
        if (from === node) return
        if (endedSessionId !== undefined) this.#options.onSessionEnded(endedSessionId)
        const room = this.find({ tenantId, documentId })
        if (endedSessionId !== undefined) room?.audience.end(endedSessionId)
        for (const [client, clock, state] of changes) room?.presences.set(client, clock, state, { isOwn: false })
      }),
    )
    this.#disposables.use(
      await events.subscribe('document.restored', ({ tenantId, documentId, versionId, seq, node: from }) => {
        if (from !== node) void this.#showRestored({ tenantId, documentId }, versionId, seq)
      }),
    )
    this.#disposables.use(
      await events.subscribe('document.locks_changed', ({ tenantId, documentId, changes, node: from }) => {
        if (from !== node) this.find({ tenantId, documentId })?.audience.tellLocks(changes)
      }),
    )
    const { idleMs, versionAfterMs } = this.#options
    const sweep = setInterval(() => this.#sweep(), Math.max(50, Math.min(idleMs, versionAfterMs) / 4)).unref()
    this.#disposables.defer(() => clearInterval(sweep))
    this.#scheduleHeadCheck()
    this.#disposables.defer(() => (this.#headCheck === null ? undefined : clearTimeout(this.#headCheck)))
  }

  /** The room of a document, read into memory if need be. Throws `NOT_FOUND`. */
  async enter(key: DocumentKey): Promise<Room> {
    if (this.#isStopped)
      throw new ClientError('UNAVAILABLE', 'The server goes down; connect again', { retryAfterMs: 100 })
    const id = idOf(key)
    let opening = this.#rooms.get(id)
    if (opening === undefined) {
      opening = this.#read(key)
      this.#rooms.set(id, opening)
      const forget = () => this.#rooms.get(id) === opening && this.#rooms.delete(id)
      opening.then((room) => (room === null ? forget() : undefined), forget)
    }
    const room = await opening
    if (room === null) throw notFound('document')
    return room
  }

  find(key: DocumentKey): Room | undefined {
    return this.#open.get(idOf(key))
  }

  get size(): number {
    return this.#open.size
  }

  all(): readonly Room[] {
    return [...this.#open.values()]
  }

  /** Tells other nodes what sessions of this one look at, or that one has ended. */
  tellPresence(
    key: DocumentKey,
    changes: readonly (readonly [number, number, unknown])[],
    endedSessionId?: string,
  ): void {
    const { events, node } = this.#options
    events.publish('document.presence', {
      ...key,
      node,
      changes,
      ...(endedSessionId !== undefined && { endedSessionId }),
    })
  }

  /** Tells every reader, of any node, that an entry has brought a version back. */
  tellRestored(key: DocumentKey, versionId: string, seq: number): void {
    const { events, node } = this.#options
    events.publish('document.restored', { ...key, versionId, seq, node })
    void this.#showRestored(key, versionId, seq)
  }

  /** Tells every reader, of any node, which elements are held now, or are free again. */
  tellLocks({ tenantId, documentId }: DocumentKey, locks: readonly LockChange[]): void {
    const { events, node } = this.#options
    const changes = locks.map(({ element, yjsClientId, expiresAt }) => ({
      element,
      yjsClientId,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    }))
    events.publish('document.locks_changed', { tenantId, documentId, changes, node })
    this.find({ tenantId, documentId })?.audience.tellLocks(changes)
  }

  /** Ends all streams: their readers shall go to another node. */
  drain(): void {
    this.#isStopped = true
    for (const { audience } of this.all()) {
      audience.tell(null, control('SERVER_DRAINING', { retryAfterMs: 0 }))
      audience.end(null)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true
    await this.#disposables.disposeAsync()
    for (const room of this.all()) {
      await room.durable().catch(() => undefined)
      this.#leave(room)
    }
  }

  async #read(key: DocumentKey): Promise<Room | null> {
    const { documentLog, windowMs, behindMs, log } = this.#options
    const room = await Room.open(key, documentLog, {
      windowMs,
      behindMs,
      onEntries: (of) => this.#entriesAdded(of),
      onPresence: (of, changes) => this.tellPresence(of.key, changes),
      onGone: (of) => {
        of.audience.tell(null, control('EPOCH_CHANGED'))
        this.#leave(of)
      },
      onError: (error) =>
        log.warn({ err: error, documentId: key.documentId }, 'a document could not be read or written'),
    })
    if (room !== null) this.#open.set(idOf(key), room)
    return room
  }

  #entriesAdded(room: Room): void {
    this.#options.onEntries(room)
    const { entries, bytes } = this.#options.compactAfter
    if (room.entriesSinceSnapshot >= entries || room.bytesSinceSnapshot >= bytes) this.#compact(room)
  }

  async #showRestored(key: DocumentKey, versionId: string, seq: number): Promise<void> {
    const room = this.find(key)
    if (room === undefined) return
    try {
      await room.reach(seq)
    } catch (error) {
      this.#options.log.warn({ err: error }, 'an entry could not be waited for')
    }
    room.audience.tell(null, control('VERSION_RESTORED', { versionId }))
  }

  #compact(room: Room, version: 'always' | 'due' = 'due'): void {
    if (this.#compacting.has(room)) return
    this.#compacting.add(room)
    this.#compactions = this.#compactions.then(async () => {
      try {
        await room.compact(version)
      } catch (error) {
        if (!(error instanceof RoomLostError))
          this.#options.log.warn({ err: error }, 'a document could not be compacted')
      } finally {
        this.#compacting.delete(room)
      }
    })
  }

  #sweep(): void {
    for (const room of this.all()) {
      const isLeft = room.idleMs() >= this.#options.idleMs
      if (room.unversionedMs >= this.#options.versionAfterMs || (isLeft && room.unversionedMs > 0)) {
        this.#compact(room, 'always')
        continue
      }
      if (!isLeft) continue
      if (room.entriesSinceSnapshot < 20) this.#leave(room)
      else this.#compact(room)
    }
  }

  #leave(room: Room): void {
    const id = idOf(room.key)
    if (this.#open.get(id) === room) {
      this.#open.delete(id)
      this.#rooms.delete(id)
    }
    room.close()
  }

  #scheduleHeadCheck(): void {
    if (this.#isStopped) return
    const { events, headCheckMs } = this.#options
    this.#headCheck = setTimeout(
      () => void this.#checkHeads().finally(() => this.#scheduleHeadCheck()),
      events.isHealthy() ? headCheckMs.healthy : headCheckMs.unhealthy,
    ).unref()
  }

  async #checkHeads(): Promise<void> {
    const rooms = this.all()
    if (rooms.length === 0) return
    try {
      const heads = await this.#options.database.withRole('gm_collaboration', (em) =>
        em.execute<{ id: string; epoch: number; head_seq: number }[]>(
          'select id, epoch, head_seq from collab.document where id in (select json_array_elements_text(?::json))',
          [JSON.stringify(rooms.map(({ key }) => key.documentId))],
        ),
      )
      const byId = new Map(heads.map((head) => [head.id, head]))
      for (const room of rooms) {
        const head = byId.get(room.key.documentId)
        if (head !== undefined && head.head_seq > room.seq) room.heard(head.head_seq)
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the heads of documents could not be compared')
    }
  }
}

const idOf = ({ tenantId, documentId }: DocumentKey) => `${tenantId}/${documentId}`
