import { fromBase64, toBase64 } from 'lib0/buffer'
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  decodeRelativePosition,
  encodeRelativePosition,
  type AbstractType,
  type RelativePosition,
  type Text,
} from 'yjs'
import { ConnectionLostError } from './connection-errors.ts'
import type { GraphMemoryProvider } from './graph-memory-provider.ts'
import type { Operation } from './operations.ts'
import {
  acceptSuggestion,
  addComment,
  changesSince,
  createThread,
  createVersion,
  deleteComment,
  deleteVersion,
  documentActivity,
  editComment,
  listSuggestions,
  listThreads,
  listVersions,
  readText,
  rejectSuggestion,
  reopenThread,
  resolveThread,
  restoreVersion,
  suggestEdit,
  type Comment,
  type CommentThread,
  type DocumentActivity,
  type DocumentText,
  type DocumentVersion,
  type Page,
  type Suggestion,
  type TextPiece,
  type TextRange,
} from './remark-operations.ts'

/** A place that stays where it is while the text around it changes. */
export type Anchor = { readonly start: RelativePosition; readonly end: RelativePosition }

/** The anchor of a part of a shared text; what is put in at either end does not belong to it. */
export const anchorAt = (text: Text, { from, to }: TextRange): Anchor => ({
  start: createRelativePositionFromTypeIndex(text, from, 0),
  end: createRelativePositionFromTypeIndex(text, to, to > from ? -1 : 0),
})

export type Paging = { readonly first?: number; readonly after?: string }

/**
 * Comments, suggestions and versions of a provider's document, over its connection. Every method rejects with
 * `RefusedError` where the server says no, and with `ConnectionLostError` where nobody knows what became of it.
 */
export class DocumentRemarks {
  readonly #provider: GraphMemoryProvider

  constructor(provider: GraphMemoryProvider) {
    this.#provider = provider
  }

  /** Begins a thread about a place, or without an anchor about the whole document. */
  async openThread(
    body: string,
    about: { readonly anchor?: Anchor; readonly quote?: string; readonly mentions?: readonly string[] } = {},
  ): Promise<CommentThread> {
    const { anchor, ...rest } = about
    const input = { documentId: this.#provider.documentId, body, ...rest }
    return (await this.#change(createThread, anchor === undefined ? input : { ...input, anchor: this.#encode(anchor) }))
      .thread
  }

  async threads(
    filter: { readonly status?: CommentThread['status']; readonly mentions?: string } = {},
    paging: Paging = {},
  ): Promise<Page<CommentThread>> {
    return this.#list(listThreads, filter, paging)
  }

  /** Where a thread's place lies in the local document, now; null where it is about the whole of it, or the place is unknown here. */
  placeOf({ anchor }: CommentThread): (TextRange & { readonly type: AbstractType<unknown> }) | null {
    if (anchor === null || anchor.epoch !== this.#provider.epoch) return null
    const [start, end] = [anchor.start, anchor.end].map((position) =>
      createAbsolutePositionFromRelativePosition(decodeRelativePosition(fromBase64(position)), this.#provider.doc),
    )
    if (start == null || end == null || start.type !== end.type) return null
    return { type: start.type, from: start.index, to: Math.max(start.index, end.index) }
  }

  async reply(threadId: string, body: string, mentions: readonly string[] = []): Promise<Comment> {
    return (await this.#change(addComment, { threadId, body, mentions })).comment
  }

  async editComment(id: string, body: string): Promise<Comment> {
    return (await this.#change(editComment, { id, body })).comment
  }

  async deleteComment(id: string): Promise<void> {
    await this.#change(deleteComment, { id })
  }

  async resolve(threadId: string): Promise<CommentThread> {
    return (await this.#change(resolveThread, { id: threadId })).thread
  }

  async reopen(threadId: string): Promise<CommentThread> {
    return (await this.#change(reopenThread, { id: threadId })).thread
  }

  /** The durable text: what a suggestion is made from. */
  async text(): Promise<DocumentText> {
    return (await this.#provider.connection.ask(readText, { d: this.#provider.documentId })).d.t
  }

  /** Proposes a whole new text, made from one that `text` gave. */
  async suggest({ epoch, seq }: DocumentText, content: string, note?: string): Promise<Suggestion> {
    const input = { documentId: this.#provider.documentId, epoch, baseSeq: seq, content, note }
    return (await this.#change(suggestEdit, input)).suggestion
  }

  async suggestions(
    filter: { readonly status?: Suggestion['status'] } = {},
    paging: Paging = {},
  ): Promise<Page<Suggestion>> {
    return this.#list(listSuggestions, filter, paging)
  }

  /** Takes the changes of these numbers, or all that are pending; answers with those that do not apply any more, too. */
  async accept(
    id: string,
    hunks?: readonly number[],
  ): Promise<{ readonly suggestion: Suggestion; readonly conflicts: readonly { readonly index: number }[] }> {
    return this.#change(acceptSuggestion, { id, hunks })
  }

  async reject(id: string, hunks?: readonly number[]): Promise<Suggestion> {
    return (await this.#change(rejectSuggestion, { id, hunks })).suggestion
  }

  async nameVersion(name: string): Promise<DocumentVersion> {
    return (await this.#change(createVersion, { documentId: this.#provider.documentId, name })).version
  }

  async versions(filter: { readonly isNamed?: boolean } = {}, paging: Paging = {}): Promise<Page<DocumentVersion>> {
    return this.#list(listVersions, filter, paging)
  }

  /** What has changed in the text since a version. */
  async changesSince(versionId: string): Promise<readonly TextPiece[]> {
    return (await this.#provider.connection.ask(changesSince, { d: this.#provider.documentId, v: versionId })).d.c
  }

  /** Brings a version back, by an edit that everybody receives as any other; again with the same `batchId`, once. */
  async restore(versionId: string, batchId: string = crypto.randomUUID()): Promise<DocumentText> {
    return (await this.#change(restoreVersion, { versionId, batchId })).content
  }

  async forgetVersion(id: string): Promise<void> {
    await this.#change(deleteVersion, { id })
  }

  /**
   * Tells what happens around the document after a number (0: from the beginning), in order and without a gap, over lost
   * connections too, until the function it returns is called. Without a number it begins now, anew with each connection
   * until something has happened. `ended` is called where the server will tell nothing more.
   */
  watch(
    next: (activity: DocumentActivity) => void,
    { after, ended }: { readonly after?: number; readonly ended?: (error: unknown) => void } = {},
  ): () => void {
    const { connection, documentId } = this.#provider
    let last = after
    let leave: (() => void) | null = null
    const stop = () => {
      stopListening()
      leave?.()
    }
    const open = () => {
      leave?.()
      leave = connection.stream(
        documentActivity,
        { d: documentId, a: last },
        {
          next: ({ h: activity }) => {
            last = activity.seq
            next(activity)
          },
          end: (error) => {
            // The next connection goes on.
            if (error instanceof ConnectionLostError) return
            stop()
            ended?.(error)
          },
        },
      )
    }
    const stopListening = connection.on('status', (status) => void (status === 'connected' && open()))
    if (connection.status === 'connected') open()
    return stop
  }

  #encode({ start, end }: Anchor) {
    const { epoch } = this.#provider
    if (epoch === null) throw new Error('a place has a meaning once the document is synced')
    return { epoch, start: toBase64(encodeRelativePosition(start)), end: toBase64(encodeRelativePosition(end)) }
  }

  async #change<Answer>(operation: Operation<{ readonly a: Answer }>, input: object): Promise<Answer> {
    return (await this.#provider.connection.ask(operation, { i: input })).a
  }

  async #list<Node>(
    operation: Operation<{ readonly d: { readonly l: Page<Node> } }>,
    filter: object,
    { first = 20, after }: Paging,
  ): Promise<Page<Node>> {
    const variables = { d: this.#provider.documentId, f: filter, n: first, a: after }
    return (await this.#provider.connection.ask(operation, variables)).d.l
  }
}
