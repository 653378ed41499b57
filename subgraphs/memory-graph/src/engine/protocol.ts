import type {
  CommonNeighbour,
  CommonNeighboursRequest,
  GraphPath,
  GraphState,
  Hit,
  LogEntry,
  Neighbour,
  NeighboursRequest,
  PathRequest,
  PathsRequest,
  PathsResult,
  SearchRequest,
  Similar,
  SimilarRequest,
  StatementRequest,
  StatementResult,
  Surroundings,
  SurroundingsRequest,
  VectorBatch,
} from './engine.ts'
import {
  GraphDamagedError,
  GraphDeadlineError,
  GraphUnavailableError,
  SequenceGapError,
  StatementError,
} from './engine-errors.ts'

/** What the engine's process can be asked, and what it answers. */
export type Calls = {
  open: { argument: null; result: null }
  apply: { argument: readonly LogEntry[]; result: { readonly appliedSeq: number } }
  appliedSeq: { argument: null; result: number }
  neighbours: { argument: NeighboursRequest; result: readonly Neighbour[] }
  shortestPath: { argument: PathRequest; result: GraphPath | null }
  paths: { argument: PathsRequest; result: PathsResult }
  surroundings: { argument: SurroundingsRequest; result: Surroundings }
  commonNeighbours: { argument: CommonNeighboursRequest; result: readonly CommonNeighbour[] }
  search: { argument: SearchRequest; result: readonly Hit[] }
  query: { argument: StatementRequest; result: StatementResult }
  similar: { argument: SimilarRequest; result: readonly Similar[] }
  vectorSeq: { argument: string; result: number }
  putVectors: { argument: VectorBatch; result: number }
  state: { argument: null; result: GraphState }
  draft: { argument: readonly LogEntry[]; result: number }
  useDraft: { argument: null; result: GraphState }
  build: { argument: BuildRequest; result: GraphState }
  restore: { argument: null; result: boolean }
  drop: { argument: null; result: null }
}
export type CallKind = keyof Calls

/** A generation to be made from rows in files beside it: one JSON object a line. */
export type BuildRequest = { readonly folder: string; readonly expected: GraphState }

/** Where the process keeps its files and how much it may take. */
export type ProcessSettings = {
  readonly folder: string
  /** Where copies of graphs are kept; null: nowhere. */
  readonly snapshots: string | null
  /** None is kept of a graph whose log is shorter. */
  readonly snapshotFrom: number
  readonly maxOpenTenants: number
  readonly bufferPoolBytes: number
  /** COPY and the making of an index hold much more than reading does, until they are done. */
  readonly buildPoolBytes: number
  readonly maxDatabaseBytes: number
  readonly checkpointBytes: number
  readonly scrubEveryMs: number
  /** From so many vectors on they are found by an index; fewer are looked through. */
  readonly vectorIndexFrom: number
  /** From so many new rows in a batch on, they are made together. */
  readonly loadFrom: number
  /** So many rows of a draft are added to the graph in the making at once, at least. */
  readonly draftPartRows: number
  readonly threads: number
}

export type ToProcess =
  | { readonly kind: 'start'; readonly settings: ProcessSettings }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly call: CallKind
      readonly tenantId: string
      readonly argument: unknown
      readonly deadlineMs: number
    }
  | { readonly kind: 'close' }

export type FromProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'warning'; readonly message: string; readonly tenantId: string }
  | { readonly kind: 'closed' }

/** An error on its way through the channel. */
export type Failure = {
  readonly name: string
  readonly message: string
  readonly appliedSeq?: number
  readonly seq?: number
}

export function toFailure(error: unknown): Failure {
  if (error instanceof SequenceGapError)
    return { name: error.name, message: error.message, appliedSeq: error.appliedSeq, seq: error.seq }
  if (error instanceof Error) return { name: error.name, message: error.message }
  return { name: 'Error', message: String(error) }
}

export function fromFailure(failure: Failure): Error {
  switch (failure.name) {
    case 'GraphDamagedError':
      return new GraphDamagedError(failure.message)
    case 'GraphDeadlineError':
      return new GraphDeadlineError(failure.message)
    case 'GraphUnavailableError':
      return new GraphUnavailableError(failure.message)
    case 'StatementError':
      return new StatementError(failure.message)
    case 'SequenceGapError':
      return new SequenceGapError(failure.appliedSeq ?? 0, failure.seq ?? 0)
    default:
      return new Error(failure.message)
  }
}
