import type { PushStatus } from '@graphmemory/document-frames/server-frames.ts'

/** What a session may do with its document. */
export type DocumentRole = 'VIEWER' | 'COMMENTER' | 'SUGGESTER' | 'EDITOR'

/** One editor's place at a document, as the server gives it. */
export type Session = {
  readonly id: string
  readonly epoch: number
  readonly yjsClientId: number
  readonly role: DocumentRole
}

/** The answer to a push, as short as an event. */
type PushAnswer = {
  readonly s: PushStatus
  readonly v: string | null
  readonly t: number | null
}

/** One presence: the session's Yjs client id, its clock, and the state or null when it has left. */
export type PresenceChange = readonly [yjsClientId: number, clock: number, state: unknown]

export type ControlKind = 'ROLE_CHANGED' | 'EVICTED' | 'EPOCH_CHANGED' | 'RESYNC' | 'SERVER_DRAINING' | 'READ_ONLY_MODE'

/** An event of a document, under the one-letter names that every frame repeats. */
type DocumentEvent = {
  readonly u: string | null
  readonly v: string | null
  readonly p: readonly PresenceChange[] | null
  readonly c: {
    readonly k: ControlKind
    readonly r: DocumentRole | null
    readonly t: number | null
    readonly o: boolean | null
  } | null
}

/** The text of an operation, and what it answers. */
export type Operation<Data> = { readonly text: string; readonly data?: Data }

export const openSession: Operation<{ readonly o: { readonly session: Session } }> = {
  text: 'mutation($i:OpenDocumentSessionInput!){o:openDocumentSession(input:$i){session{id epoch yjsClientId role}}}',
}

export const closeSession: Operation<unknown> = {
  text: 'mutation($i:CloseDocumentSessionInput!){c:closeDocumentSession(input:$i){sessionId}}',
}

export const pushUpdate: Operation<{ readonly p: PushAnswer }> = {
  text: 'mutation($i:PushDocumentInput!){p:pushDocument(input:$i){s:status v:stateVector t:retryAfterMs}}',
}

export const documentEvents: Operation<{ readonly e: DocumentEvent }> = {
  text: 'subscription($s:ID!,$v:Base64){e:documentEvents(sessionId:$s,stateVector:$v){u:update v:stateVector p:presence c:control{k:kind r:role t:retryAfterMs o:isReadOnly}}}',
}
