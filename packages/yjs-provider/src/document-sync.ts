import { applyUpdate, encodeStateVector } from 'yjs'
import { jitteredMs } from './back-off.ts'
import { ConnectionLostError, RefusedError } from './connection-errors.ts'
import type { DocumentSyncOptions, EndReason, Obstacle } from './document-sync-options.ts'
import type { ConnectionStatus } from './graph-memory-connection.ts'
import type { Control, DocumentChannel, DocumentEvent, PushAnswer } from './document-channel.ts'
import { EarlyExchange } from './early-exchange.ts'
import { isOfEpoch } from './is-of-epoch.ts'
import { closeSession, type DocumentRole, openSession, type Session } from './operations.ts'
import { ReplicaState } from './replica-state.ts'
import { type Batch, UnsavedEdits } from './unsaved-edits.ts'

/** The server sends at most every 25 ms and takes 50 pushes a second. */
const pushEveryMs = 25
/** How long a batch rests that the server will not take as things are. */
const refusedMs = 30_000

/**
 * The conversation about one document: session, events, pushes. It is begun anew with every connection of the socket:
 * what the server lacks and what we lack is compared whole, and only then is anything pushed.
 */
export class DocumentSync {
  readonly #options: DocumentSyncOptions
  readonly #unsaved = new UnsavedEdits()
  readonly #early: EarlyExchange
  #release: (() => void)[] = []
  #pushTimer: ReturnType<typeof setTimeout> | undefined
  #joinTimer: ReturnType<typeof setTimeout> | undefined
  #session: Session | null = null
  #role: DocumentRole | null = null
  #epoch: number | null = null
  #channel: DocumentChannel | null = null
  /** Rises with each attempt to join: what an older one still brings does not count. */
  #attempt = 0
  #failures = 0
  #isSynced = false
  #isPushing = false
  #isPushDue = false
  #isPresencePushing = false
  #nextPushMs = 0
  #obstacle: Obstacle | null = null
  #isReadOnly = false
  /** What was read from the device may hold edits that no server has seen. */
  #uncertainSinceMs: number | null = null
  #ended: EndReason | null = null

  constructor(options: DocumentSyncOptions) {
    this.#options = options
    const { doc, persistence } = options
    this.#early = new EarlyExchange({ doc, origin: this, persistence, due: () => this.#requestPush() })
  }

  get isSynced(): boolean {
    return this.#isSynced
  }

  get epoch(): number | null {
    return this.#epoch
  }

  get role(): DocumentRole | null {
    return this.#role
  }

  get obstacle(): Obstacle | null {
    return this.#ended ?? (this.#isReadOnly ? 'READ_ONLY_MODE' : this.#obstacle)
  }

  get isReadOnly(): boolean {
    return this.#isReadOnly
  }

  get ended(): EndReason | null {
    return this.#ended
  }

  /** Since when the oldest unsaved edit waits; null where everything is durable. */
  get unsavedSinceMs(): number | null {
    return this.#unsaved.sinceMs ?? this.#uncertainSinceMs
  }

  start(): void {
    const { connection, doc } = this.#options
    doc.on('update', this.#onUpdate)
    this.#release = [
      () => doc.off('update', this.#onUpdate),
      connection.on('status', (status) => this.#onStatus(status)),
      connection.use(),
    ]
    // What the document holds already was made before anybody watched.
    if (doc.store.clients.size > 0) this.#uncertainSinceMs = performance.now()
    if (connection.status === 'connected') void this.#join()
  }

  presenceChanged(): void {
    this.#requestPush()
  }

  destroy(): void {
    const session = this.#session
    this.#leave()
    if (session !== null && this.#options.connection.status === 'connected') {
      this.#options.connection.ask(closeSession, { i: { sessionId: session.id } }).catch(() => undefined)
    }
    for (const release of this.#release) release()
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    // While the device's copy is read nothing is known of what it brings; the first comparison finds it.
    if (origin !== null && origin === this.#options.persistence) this.#uncertainSinceMs ??= performance.now()
    else this.#unsaved.add(update)
    this.#options.saving()
    this.#requestPush()
  }

  #onStatus(status: ConnectionStatus): void {
    if (status === 'connected') void this.#join()
    else this.#leave()
  }

  #leave(): void {
    this.#attempt++
    this.#channel?.leave()
    this.#channel = null
    clearTimeout(this.#pushTimer)
    clearTimeout(this.#joinTimer)
    this.#early.stop()
    this.#isPushing = false
    this.#isPushDue = false
    this.#isPresencePushing = false
    this.#options.presence.clear()
    this.#setSynced(false)
  }

  #setSynced(isSynced: boolean): void {
    if (this.#isSynced === isSynced) return
    this.#isSynced = isSynced
    this.#options.synced(isSynced)
  }

  #end(reason: EndReason): void {
    this.#leave()
    for (const release of this.#release) release()
    this.#release = []
    // Edits made from now on are unsaved all the same, and are said to be.
    this.#options.doc.on('update', this.#onUpdate)
    this.#release.push(() => this.#options.doc.off('update', this.#onUpdate))
    this.#ended = reason
    this.#options.ended(reason)
  }

  #rejoin(waitMs: number): void {
    this.#leave()
    this.#joinTimer = setTimeout(() => void this.#join(), waitMs)
  }

  #expire(): void {
    this.#session = null
    this.#rejoin(jitteredMs(this.#failures++))
  }

  async #join(): Promise<void> {
    if (this.#ended !== null || this.#options.connection.status !== 'connected') return
    this.#leave()
    const attempt = this.#attempt
    const isCurrent = () => attempt === this.#attempt
    const { connection, doc, documentId, persistence, presence } = this.#options
    try {
      await persistence?.whenSynced
      await this.#early.restore()
      if (!isCurrent()) return
      const session = this.#session ?? (await connection.ask(openSession, { i: { documentId } })).o.session
      if (!isCurrent()) return
      const isSame = await isOfEpoch(session.epoch, this.#epoch, doc, persistence)
      if (!isCurrent()) return
      if (!isSame) return this.#end('EPOCH_CHANGED')
      this.#epoch = session.epoch
      this.#session = session
      doc.clientID = session.yjsClientId
      this.#channel = connection.join(session, encodeStateVector(doc), {
        next: (event) => isCurrent() && this.#take(event),
        end: (error) => isCurrent() && this.#onStreamEnd(error),
      })
      presence.announceAs(session.yjsClientId)
    } catch (error) {
      if (isCurrent()) this.#onStreamEnd(error)
    }
  }

  #setRole(role: DocumentRole): void {
    if (this.#role === role) return
    this.#role = role
    this.#nextPushMs = 0
    this.#options.role(role)
    this.#setObstacle(role === 'EDITOR' ? null : 'READ_ONLY')
  }

  /** Edits wait until the server says that it stores them again; or takes one, where its word was lost. */
  #setReadOnly(isReadOnly: boolean, retryAfterMs = 0): void {
    if (isReadOnly) this.#nextPushMs = performance.now() + retryAfterMs
    if (this.#isReadOnly === isReadOnly) return
    this.#isReadOnly = isReadOnly
    if (!isReadOnly) this.#nextPushMs = 0
    this.#options.readOnly(isReadOnly)
    this.#options.saving()
    this.#requestPush()
  }

  #setObstacle(obstacle: Obstacle | null): void {
    this.#obstacle = obstacle
    this.#options.saving()
  }

  #onStreamEnd(error: unknown): void {
    // Where the socket has gone, the next one joins before this wait is over.
    if (error instanceof ConnectionLostError) return this.#rejoin(jitteredMs(this.#failures++))
    const hadSession = this.#session !== null
    this.#session = null
    if (error instanceof RefusedError) {
      if (error.code === 'UNAUTHENTICATED') return this.#options.connection.reconnect({ isRefused: true })
      // With a session of before, it may be the session that is not there any more.
      if (!hadSession && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN')) return this.#end(error.code)
    }
    this.#rejoin(jitteredMs(this.#failures++))
  }

  #take(event: DocumentEvent): void {
    const { doc, presence } = this.#options
    const { update, early, stateVector, control } = event
    if (update !== null) applyUpdate(doc, update, this)
    if (early !== null) this.#early.show(early)
    if (event.presence !== null) presence.apply(event.presence, stateVector !== null)
    // A stream that begins says where the role is another than the session was opened with.
    if (!this.#isSynced && this.#session !== null && control?.kind !== 'ROLE_CHANGED') this.#setRole(this.#session.role)
    if (stateVector !== null) this.#compare(ReplicaState.from(stateVector, update), control?.kind === 'RESYNC')
    if (control !== null) this.#obey(control)
    // What does not join on to anything shows that an event is missing.
    if (doc.store.pendingStructs !== null && this.#isSynced) this.#rejoin(jitteredMs(this.#failures++))
  }

  #compare(server: ReplicaState, isResync: boolean): void {
    this.#early.compare(server)
    this.#unsaved.compare(server, this.#options.doc)
    this.#uncertainSinceMs = null
    this.#failures = 0
    this.#nextPushMs = 0
    this.#setSynced(true)
    // Whoever joins is told after the first event.
    if (!isResync) this.#setReadOnly(false)
    this.#setObstacle(this.#role === 'EDITOR' ? null : 'READ_ONLY')
    this.#requestPush()
  }

  #obey({ kind, role, retryAfterMs, isReadOnly }: Control): void {
    switch (kind) {
      case 'ROLE_CHANGED':
        if (role !== null) this.#setRole(role)
        return this.#requestPush()
      case 'EVICTED':
        return this.#end('EVICTED')
      case 'EPOCH_CHANGED':
        return this.#end('EPOCH_CHANGED')
      case 'SERVER_DRAINING':
        return this.#options.connection.reconnect({ waitMs: Math.random() * (retryAfterMs ?? 1_000) })
      case 'READ_ONLY_MODE':
        return this.#setReadOnly(isReadOnly === true, retryAfterMs ?? undefined)
      case 'RESYNC':
        return
    }
  }

  /** Pushes what there is to push once this turn is over: an edit and the cursor that moved with it go together. */
  #requestPush(): void {
    if (this.#isPushDue || this.#session === null || !this.#isSynced) return
    this.#isPushDue = true
    queueMicrotask(() => {
      this.#isPushDue = false
      this.#push()
    })
  }

  #push(): void {
    const channel = this.#channel
    if (channel === null || this.#session === null || !this.#isSynced) return
    const giveBack = this.#early.isDue ? channel.giveBack : null
    const hasEdits = giveBack !== null || (this.#role === 'EDITOR' && !this.#unsaved.isEmpty)
    const editInMs = hasEdits && !this.#isPushing ? Math.max(0, this.#nextPushMs - performance.now()) : Infinity
    // Own edits may build on what is given back.
    if (giveBack !== null && editInMs <= 0) return void this.#giveBack(giveBack)
    const cursorInMs = this.#isPresencePushing ? Infinity : (this.#options.presence.dueInMs() ?? Infinity)
    const batch = editInMs <= 0 ? this.#unsaved.next() : null
    if (batch !== null) return void this.#pushBatch(batch, channel, cursorInMs <= 0)
    // The cursor goes along with an edit that goes soon anyway.
    const isTogether = editInMs <= pushEveryMs
    if (cursorInMs <= 0 && !isTogether) void this.#pushPresence(channel)
    const nextMs = Math.min(editInMs, cursorInMs <= 0 || isTogether ? Infinity : cursorInMs)
    clearTimeout(this.#pushTimer)
    if (nextMs < Infinity) this.#pushTimer = setTimeout(() => this.#push(), nextMs)
  }

  async #pushBatch(batch: Batch, channel: DocumentChannel, withPresence: boolean): Promise<void> {
    const attempt = this.#attempt
    this.#isPushing = true
    this.#nextPushMs = performance.now() + pushEveryMs
    const own = withPresence ? this.#options.presence.take() : null
    let repeatMs = 0
    try {
      const answer = await channel.push({ batchId: batch.id, update: batch.update, presence: own })
      if (attempt !== this.#attempt) return
      repeatMs = this.#settle(batch, answer)
    } catch (error) {
      if (attempt !== this.#attempt) return
      if (own !== null) this.#options.presence.giveBack()
      if (error instanceof ConnectionLostError) return this.#rejoin(jitteredMs(this.#failures++))
      if (error instanceof RefusedError && error.code === 'UNAUTHENTICATED')
        return this.#options.connection.reconnect({ isRefused: true })
      repeatMs = jitteredMs(3 + this.#failures++)
    }
    if (attempt !== this.#attempt) return
    this.#isPushing = false
    this.#nextPushMs = Math.max(this.#nextPushMs, performance.now() + repeatMs)
    this.#options.saving()
    this.#requestPush()
  }

  /** Gives back what the server lacks of what it has shown. What it cannot take yet is offered again later. */
  async #giveBack(give: NonNullable<DocumentChannel['giveBack']>): Promise<void> {
    const attempt = this.#attempt
    this.#isPushing = true
    try {
      const hindrance = await this.#early.giveBack(give)
      if (attempt !== this.#attempt) return
      if (hindrance === 'EPOCH_MISMATCH') return this.#end('EPOCH_CHANGED')
      if (hindrance === 'SESSION_EXPIRED') return this.#expire()
    } catch (error) {
      return void (attempt === this.#attempt && this.#onStreamEnd(error))
    }
    this.#isPushing = false
    this.#requestPush()
  }

  /** What an answer means for a batch; gives back after how many milliseconds to push again. */
  #settle(batch: Batch, answer: PushAnswer): number {
    switch (answer.status) {
      case 'OK':
      case 'DUPLICATE':
        this.#unsaved.saved(batch.id)
        this.#failures = 0
        this.#obstacle = null
        this.#setReadOnly(false)
        return 0
      case 'MISSING_DEPENDENCIES': {
        if (answer.stateVector === null) return jitteredMs(this.#failures++)
        const server = ReplicaState.from(answer.stateVector, null)
        this.#early.compare(server)
        this.#unsaved.rebuild(server, this.#options.doc)
        return jitteredMs(this.#failures++)
      }
      case 'RATE_LIMITED':
      case 'UNAVAILABLE':
      case 'LOCK_LOST':
        return (answer.retryAfterMs ?? 0) + jitteredMs(this.#failures++)
      case 'PERMISSION_DENIED':
        this.#setObstacle('READ_ONLY')
        return refusedMs
      case 'TOO_LARGE':
      case 'INVALID':
        this.#setObstacle(answer.status)
        return refusedMs
      case 'EPOCH_MISMATCH':
        this.#end('EPOCH_CHANGED')
        return 0
      case 'SESSION_EXPIRED':
        this.#expire()
        return 0
    }
  }

  async #pushPresence(channel: DocumentChannel): Promise<void> {
    const own = this.#options.presence.take()
    if (own === null) return
    const attempt = this.#attempt
    this.#isPresencePushing = true
    try {
      const { status } = await channel.push({ batchId: `p${own.clock}`, update: null, presence: own })
      if (attempt !== this.#attempt) return
      if (status === 'SESSION_EXPIRED') return this.#expire()
      if (status === 'EPOCH_MISMATCH') return this.#end('EPOCH_CHANGED')
      if (status === 'RATE_LIMITED' || status === 'UNAVAILABLE') this.#options.presence.giveBack()
    } catch {
      // A presence that is lost is renewed soon; whatever ails the connection is found by others.
    }
    if (attempt !== this.#attempt) return
    this.#isPresencePushing = false
    this.#requestPush()
  }
}
