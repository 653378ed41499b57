/** What editors do at a server. */
export type Scenario = {
  readonly name: string
  readonly editors: number
  readonly documents: number
  readonly editsPerSecond: number
  readonly hasPresence: boolean
  /** How many editors of each document read what they are sent, and measure it. */
  readonly watchersPerDocument: number
  /** Readers beside them, of the first document, who have stopped reading. */
  readonly stalled: number
  readonly seconds: number
}

const editing = { editsPerSecond: 2, hasPresence: false, watchersPerDocument: 5, stalled: 0, seconds: 10 }

export const scenarios: readonly Scenario[] = [
  { ...editing, name: '150 editors, 1 document, with cursors', editors: 150, documents: 1, hasPresence: true },
  { ...editing, name: '150 editors, 1 document', editors: 150, documents: 1 },
  { ...editing, name: '500 editors, 1 document', editors: 500, documents: 1 },
  { ...editing, name: '500 editors, 100 documents', editors: 500, documents: 100, watchersPerDocument: 1 },
  { ...editing, name: '2000 idle sockets', editors: 2_000, documents: 100, editsPerSecond: 0, watchersPerDocument: 0 },
  {
    ...editing,
    name: '50 editors, 100 stalled readers',
    editors: 50,
    documents: 1,
    hasPresence: true,
    stalled: 100,
    seconds: 60,
  },
]

type Summary = { readonly count: number; readonly p50: number; readonly p99: number; readonly max: number }

/** What the editors saw. Times in milliseconds. */
export type LoadResult = {
  /** From an edit to each watching other. */
  readonly deliveries: Summary
  readonly acknowledgements: Summary
  readonly bytesPerEditor: number
  /** How long after the last edit everybody had everything; null where half a minute was not enough. */
  readonly drainedAfterMs: number | null
}
