/** What one caller, document or socket may take. Sizes in bytes, rates a second. */
export type Limits = {
  readonly updateBytes: number
  readonly documentBytes: number
  readonly presenceBytes: number
  readonly pushesPerSecond: number
  readonly presencesPerSecond: number
  readonly patchesPerSecond: number
  readonly editorsPerDocument: number
  /** Deleted ones included. */
  readonly freeDocumentsPerTenant: number
  readonly operationsPerSocket: number
  readonly messageBytes: number
  /** What may wait in a socket before its subscribers fall behind, and before it is closed. */
  readonly behindBytes: number
  readonly closeBytes: number
  readonly behindMs: number
  readonly namedVersionsPerDocument: number
  readonly threadsPerDocument: number
  readonly commentsPerThread: number
  readonly openSuggestionsPerDocument: number
  /** What one caller may say about one document a minute: comments, changes of them, decisions. */
  readonly remarksPerMinute: number
  /** How long what spaces let somebody do is known, and how often it is looked whether who listens may still read. */
  readonly accessMs: number
  readonly accessRecheckMs: number
}

export const defaultLimits: Limits = {
  updateBytes: 256 * 1024,
  documentBytes: 5 * 1024 * 1024,
  presenceBytes: 4 * 1024,
  pushesPerSecond: 50,
  presencesPerSecond: 20,
  patchesPerSecond: 5,
  editorsPerDocument: 500,
  freeDocumentsPerTenant: 10_000,
  operationsPerSocket: 64,
  messageBytes: 512 * 1024,
  behindBytes: 1024 * 1024,
  closeBytes: 8 * 1024 * 1024,
  behindMs: 30_000,
  namedVersionsPerDocument: 200,
  threadsPerDocument: 1_000,
  commentsPerThread: 500,
  openSuggestionsPerDocument: 200,
  remarksPerMinute: 60,
  accessMs: 5_000,
  accessRecheckMs: 10_000,
}
