import type { GraphQLError, GraphQLErrorExtensions } from 'graphql'
import { createClient, type Client } from 'graphql-ws'
import { WebSocket } from 'ws'
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector, mergeUpdates } from 'yjs'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import type { SubgraphSource } from '@graphmemory/service/subgraph-source.ts'

export type PushAnswer = {
  readonly status: string
  readonly seq: number | null
  readonly durable: boolean
  readonly stateVector: string | null
  readonly retryAfterMs: number | null
}
export type EditorEvent = {
  readonly seq: number
  readonly update: string | null
  readonly stateVector: string | null
  readonly presence: [number, number, unknown][] | null
  readonly control: {
    readonly kind: string
    readonly role: string | null
    readonly versionId: string | null
    readonly isReadOnly: boolean | null
  } | null
  readonly locks: readonly object[] | null
}
export type OpenSession = {
  readonly id: string
  readonly epoch: number
  readonly yjsClientId: number
  readonly role: string
  readonly expiresAt: string
}

/** Asks a subgraph as somebody; throws the code of the first refusal. */
export async function ask<T>(
  source: SubgraphSource,
  identity: Identity,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const { data, errors } = await source.process({ query, variables, identity })
  if (errors?.[0] !== undefined) throw new Error(codeOf(errors[0]))
  return data as T
}

const codeOf = ({
  extensions,
  message,
}: Pick<GraphQLError, 'message'> & { readonly extensions?: GraphQLErrorExtensions | undefined }): string =>
  typeof extensions?.['code'] === 'string' ? extensions['code'] : message

export const openSession = async (
  source: SubgraphSource,
  identity: Identity,
  documentId: string,
): Promise<OpenSession> =>
  (
    await ask<{ openDocumentSession: { session: OpenSession } }>(
      source,
      identity,
      'mutation ($input: OpenDocumentSessionInput!) { openDocumentSession(input: $input) { session { id epoch yjsClientId role expiresAt } } }',
      { input: { documentId } },
    )
  ).openDocumentSession.session

export const pushMutation =
  'mutation ($input: PushDocumentInput!) { pushDocument(input: $input) { status seq durable stateVector retryAfterMs } }'
export const eventsSubscription =
  'subscription ($sessionId: ID!, $stateVector: Base64) { documentEvents(sessionId: $sessionId, stateVector: $stateVector) { seq update stateVector presence control { kind role versionId isReadOnly } locks { element yjsClientId expiresAt } } }'

export const push = async (
  source: SubgraphSource,
  identity: Identity,
  input: Record<string, unknown>,
): Promise<PushAnswer> =>
  (await ask<{ pushDocument: PushAnswer }>(source, identity, pushMutation, { input })).pushDocument

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** The updates that a change of a document makes, as one. */
export function updateOf(doc: Doc, change: () => void): Uint8Array {
  const updates: Uint8Array[] = []
  const collect = (update: Uint8Array) => updates.push(update)
  doc.on('update', collect)
  doc.transact(change, 'local')
  doc.off('update', collect)
  return updates.length === 0 ? new Uint8Array([0, 0]) : mergeUpdates(updates)
}

/** A person at an editor: a Yjs document on `/collaboration` through the official graphql-ws client. */
export class Editor implements Disposable {
  readonly doc = new Doc()
  readonly events: EditorEvent[] = []
  readonly closes: { readonly code: number; readonly reason: string }[] = []
  readonly session: OpenSession
  readonly #client: Client
  isComplete = false
  #stop: () => void = () => undefined

  private constructor(session: OpenSession, client: Client) {
    this.session = session
    this.#client = client
    this.doc.clientID = session.yjsClientId
  }

  static async open(url: string, token: string, session: OpenSession): Promise<Editor> {
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${token}` },
      onNonLazyError: () => undefined,
    })
    const editor = new Editor(session, client)
    client.on('closed', (event) => {
      const { code, reason } = event as { code: number; reason: string }
      editor.closes.push({ code, reason })
    })
    editor.listen()
    return editor
  }

  get text(): string {
    return this.doc.getText('content').toJSON()
  }

  /** Subscribes, with what the document has. */
  listen(): void {
    this.isComplete = false
    this.#stop = this.#client.subscribe<{ documentEvents: EditorEvent }>(
      {
        query: eventsSubscription,
        variables: { sessionId: this.session.id, stateVector: base64(encodeStateVector(this.doc)) },
      },
      {
        next: ({ data }) => {
          const event = data?.documentEvents
          if (event == null) return
          this.events.push(event)
          if (event.update !== null) applyUpdate(this.doc, Buffer.from(event.update, 'base64'), 'remote')
        },
        error: () => (this.isComplete = true),
        complete: () => (this.isComplete = true),
      },
    )
  }

  stop(): void {
    this.#stop()
  }

  async push(
    update: Uint8Array | null,
    batchId = newId('bat'),
    more: Record<string, unknown> = {},
  ): Promise<PushAnswer> {
    const { id: sessionId, epoch } = this.session
    const input = { sessionId, epoch, batchId, ...(update !== null && { update: base64(update) }), ...more }
    const results = this.#client.iterate<{ pushDocument: PushAnswer }>({ query: pushMutation, variables: { input } })
    for await (const { data, errors } of results) {
      if (data?.pushDocument !== undefined) return data.pushDocument
      throw new Error(errors?.[0] === undefined ? 'no data' : codeOf(errors[0]))
    }
    throw new Error('no answer')
  }

  edit(change: (text: ReturnType<Doc['getText']>) => void): Promise<PushAnswer> {
    return this.push(updateOf(this.doc, () => change(this.doc.getText('content'))))
  }

  /** All of the document that a server with this state vector lacks. */
  missing(stateVector?: Uint8Array): Uint8Array {
    return encodeStateAsUpdate(this.doc, stateVector)
  }

  [Symbol.dispose](): void {
    void this.#client.dispose()
  }
}
