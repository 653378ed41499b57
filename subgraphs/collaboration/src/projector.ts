import { z } from 'zod'
import { errorCodeOf } from '@graphmemory/errors/error-code-of.ts'
import type { Service } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { applyUpdate, Doc } from 'yjs'
import { askMemoryGraph } from './ask-memory-graph.ts'
import { readContent, type DocumentContent } from './document-content.ts'
import { shownTitle } from './free-documents/read-title.ts'
import { noteProjection } from './note-projection.ts'
import type { Collaboration } from './collaboration.ts'
import type { DocumentKey } from './document-log.ts'

export type ProjectorOptions = {
  /** A document is projected when it has been left alone for so long, */
  readonly idleMs: number
  /** or at the latest so long after the first edit. */
  readonly maxMs: number
  /** How often documents are looked for that other nodes have left behind, and how old they must be. */
  readonly sweepMs: number
  readonly abandonedMs: number
}

type Seen = { readonly seq: number; readonly epoch: number; readonly content: DocumentContent }
type Due = { readonly firstMs: number; touchedMs: number; timer: NodeJS.Timeout; readonly failures: number }

/** So many documents are brought at once: beyond that edits, which are waited for, come first. */
const mostAtOnce = 4

const answer = z.object({ projectDocument: z.object({ accepted: z.boolean() }) })

/**
 * Brings the content of documents into the memory graph, and free documents' titles into their rows. What is to be brought
 * stands in the documents' rows since the commit of the edits; this carries it out soon after, again until it is taken, and
 * takes over from nodes that have died.
 */
export class Projector implements AsyncDisposable {
  readonly #collaboration: Collaboration
  readonly #options: ProjectorOptions
  readonly #due = new Map<string, Due>()
  readonly #running = new Set<Promise<void>>()
  /** Those that are due and wait for others; what is edited meanwhile is brought with them. */
  readonly #waiting = new Map<string, { readonly key: DocumentKey; readonly failures: number }>()
  #sweeping: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(collaboration: Collaboration, options: ProjectorOptions) {
    this.#collaboration = collaboration
    this.#options = options
  }

  /** Begins to look for what others have left behind: at first, everything. */
  start(): void {
    void this.#sweep(0)
  }

  /** The document has new entries. */
  touched(key: DocumentKey): void {
    if (this.#waiting.has(idOf(key))) return
    const due = this.#due.get(idOf(key))
    if (due === undefined) this.#schedule(key, this.#options.idleMs, 0)
    else due.touchedMs = performance.now()
  }

  /** Stops, after what runs; what is still due is found in the rows by whoever starts next. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true
    if (this.#sweeping !== null) clearTimeout(this.#sweeping)
    for (const { timer } of this.#due.values()) clearTimeout(timer)
    this.#due.clear()
    this.#waiting.clear()
    await Promise.all(this.#running)
  }

  #schedule(key: DocumentKey, waitMs: number, failures: number): void {
    if (this.#isStopped) return
    const now = performance.now()
    const timer = setTimeout(() => this.#settle(key), waitMs)
    this.#due.set(idOf(key), { firstMs: now, touchedMs: now + waitMs - this.#options.idleMs, timer, failures })
  }

  /** It is time for a document, unless it has been edited meanwhile: its timer is not set anew with every edit. */
  #settle(key: DocumentKey): void {
    const due = this.#due.get(idOf(key))
    if (due === undefined) return
    const { idleMs, maxMs } = this.#options
    const restMs = Math.min(due.touchedMs + idleMs, due.firstMs + maxMs) - performance.now()
    if (due.failures === 0 && restMs > 0) {
      due.timer = setTimeout(() => this.#settle(key), restMs)
      return
    }
    this.#due.delete(idOf(key))
    this.#waiting.set(idOf(key), { key, failures: due.failures })
    this.#next()
  }

  #next(): void {
    if (this.#running.size >= mostAtOnce) return
    for (const [id, { key, failures }] of this.#waiting) {
      this.#waiting.delete(id)
      const run = this.#attempt(key, failures).finally(() => {
        this.#running.delete(run)
        this.#next()
      })
      this.#running.add(run)
      return
    }
  }

  async #attempt(key: DocumentKey, failures: number): Promise<void> {
    try {
      await this.#project(key)
    } catch (error) {
      this.#collaboration.log.warn(
        { err: error, documentId: key.documentId },
        'a document could not be brought into the memory graph',
      )
      if (!this.#due.has(idOf(key)) && !this.#waiting.has(idOf(key)))
        this.#schedule(key, Math.min(500 * 2 ** failures, 30_000), failures + 1)
    }
  }

  async #project(key: DocumentKey): Promise<void> {
    const { database } = this.#collaboration
    const seen = await this.#contentOf(key)
    if (seen === null) return
    const { seq, epoch, content } = seen
    const [work] = await database.callWithTenantId<{ memory_id: string | null; editors: string[] }>(
      key.tenantId,
      'collab.unprojected',
      [key.documentId, epoch, seq],
    )
    if (work === undefined) return
    const { memory_id: memoryId, editors } = work
    if (memoryId !== null) await this.#tellGraph(key, seen, memoryId, editors)
    const title = memoryId === null ? shownTitle(content.title) : null
    await noteProjection(database, key, { epoch, seq, title })
  }

  async #tellGraph(
    key: DocumentKey,
    { seq, epoch, content }: Seen,
    memoryId: string,
    editors: readonly string[],
  ): Promise<void> {
    try {
      await askMemoryGraph(
        this.#collaboration,
        asService(key.tenantId, editors[0] ?? null),
        answer,
        'mutation ($input: ProjectDocumentInput!) { projectDocument(input: $input) { accepted } }',
        { input: { memoryId, documentId: key.documentId, epoch, seq, ...projectionOf(content), editors } },
      )
    } catch (error) {
      // The memory has been deleted: there is nothing left to bring up to date.
      if (errorCodeOf(error) !== 'NOT_FOUND') throw error
      this.#collaboration.log.info({ documentId: key.documentId }, 'the memory of a document is gone')
    }
  }

  async #contentOf(key: DocumentKey): Promise<Seen | null> {
    const { rooms, documentLog } = this.#collaboration
    const room = rooms.find(key)
    if (room !== undefined) {
      const { epoch } = room
      return room.look((doc, seq) => ({ seq, epoch, content: readContent(doc) }))
    }
    const tail = await documentLog.read(key, 0)
    if (tail === null) return null
    const doc = new Doc()
    if (tail.snapshot !== null) applyUpdate(doc, tail.snapshot.state)
    for (const { payload } of tail.entries) applyUpdate(doc, payload)
    return { seq: tail.headSeq, epoch: tail.epoch, content: readContent(doc) }
  }

  async #sweep(olderThanMs: number): Promise<void> {
    try {
      const abandoned = await this.#collaboration.database.withRole('gm_collaboration', (em) =>
        em.execute<{ id: string; tenant_id: string }[]>(
          `select id, tenant_id from collab.document
           where unprojected_since is not null and edited_at <= now() - ? * interval '1 millisecond'
             and unprojected_since <= now() - ? * interval '1 millisecond' limit 1000`,
          [olderThanMs, olderThanMs],
        ),
      )
      for (const { id, tenant_id: tenantId } of abandoned) {
        const key = { tenantId, documentId: id }
        if (!this.#due.has(idOf(key)) && !this.#waiting.has(idOf(key))) this.#schedule(key, 0, 0)
      }
    } catch (error) {
      this.#collaboration.log.warn({ err: error }, 'abandoned projections could not be looked for')
    }
    if (this.#isStopped) return
    this.#sweeping = setTimeout(() => void this.#sweep(this.#options.abandonedMs), this.#options.sweepMs).unref()
  }
}

const idOf = ({ tenantId, documentId }: DocumentKey) => `${tenantId}/${documentId}`

/** A memory has a title: while its document has none, it keeps what it has beside the content. */
const projectionOf = (content: DocumentContent): Partial<DocumentContent> =>
  content.title.trim() === '' ? { content: content.content } : content

const asService = (tenantId: string, onBehalfOf: string | null): Service => ({
  kind: 'service',
  service: 'collaboration',
  tenantId,
  onBehalfOf,
  request: { id: newId('req'), ip: null, userAgent: null },
})
