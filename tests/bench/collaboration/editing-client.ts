/** One editor's connection to one document, as a server under test wants it to speak. */
export type EditingClient = {
  /** The Yjs client id that its edits carry. */
  readonly clientId: number
  /** Sends an edit and, where given, a cursor with it. */
  send(update: Uint8Array, cursor: object | null): void
  /** Bytes that have come over its socket. */
  bytesRead(): number
  /** Reads nothing more, as a client that has gone to sleep. */
  stall(): void
  close(): void
}

export type EditingClientOptions = {
  readonly url: string
  readonly documentId: string
  /** An update of somebody has come; asked for only where it is looked at. */
  readonly onUpdate: ((update: Uint8Array) => void) | null
  /** The oldest edit that was not acknowledged has been. */
  readonly onAcknowledged: () => void
}

export type Join = (options: EditingClientOptions) => Promise<EditingClient>
