/** Where a document is kept on this device: what is used of y-indexeddb's `IndexeddbPersistence`. */
export type Persistence = {
  /** Resolves once the document holds what was kept; what is read until then has the persistence as its origin. */
  readonly whenSynced: Promise<unknown>
  get(key: string): Promise<unknown>
  set(key: string, value: number | ArrayBuffer): Promise<unknown>
}
