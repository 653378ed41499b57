import type { Via } from '../retrieval/rank.ts'
import type { GraphMemory, GraphRelation } from './graph-rows.ts'

/**
 * What one entry of a tenant's operation log does to the graph. Changes carry whole rows, so that applying one twice equals once.
 * A relation whose ends are not both in the graph is not kept; removing a memory removes its relations.
 */
export type GraphChange =
  | { readonly kind: 'putMemory'; readonly memory: GraphMemory }
  | { readonly kind: 'removeMemory'; readonly id: string }
  | { readonly kind: 'putRelation'; readonly relation: GraphRelation }
  | { readonly kind: 'removeRelation'; readonly id: string; readonly fromId: string; readonly toId: string }

/** One entry of the log. `seq` is gapless within a tenant and starts at 1; an entry without changes still advances it. */
export type LogEntry = { readonly seq: number; readonly changes: readonly GraphChange[] }

/** The rows of a tenant at `seq`, read in one snapshot of PostgreSQL. Memories are consumed before relations. */
export type GraphSource = {
  readonly seq: number
  readonly memories: AsyncIterable<GraphMemory> | Iterable<GraphMemory>
  readonly relations: AsyncIterable<GraphRelation> | Iterable<GraphRelation>
}

export type Direction = 'OUT' | 'IN' | 'BOTH'

/** Which relations a walk may use. `types` absent: all. `at` absent: whatever their validity; else only what is valid at that instant. */
export type WalkFilter = {
  readonly direction: Direction
  readonly types?: readonly string[]
  readonly at?: number
  readonly minWeight?: number
}

/**
 * What a question may not see. Memories in these spaces, and relations to them, are to it as if they were not there: they
 * are not found, not passed through, and count in no score.
 */
export type Confined = { readonly hiddenSpaceIds?: readonly string[] }

/** Which memories may be returned (a walk also passes only through these). Every condition that is present must hold. */
export type MemoryFilter = {
  readonly types?: readonly string[]
  /** Each of these tags must be there. */
  readonly tags?: readonly string[]
  readonly spaceIds?: readonly string[]
  readonly createdBy?: readonly string[]
  /** Half-open, milliseconds. */
  readonly createdFrom?: number
  readonly createdTo?: number
  /** Only what is valid at that instant. */
  readonly validAt?: number
  /** Equality of top-level properties with JSON scalars. */
  readonly properties?: Readonly<Record<string, string | number | boolean | null>>
}

export type NeighboursRequest = Confined &
  WalkFilter & {
    /** Where the walk starts; the starts themselves are not returned. Unknown ids are ignored. */
    readonly memoryIds: readonly string[]
    /** 1 … 6. */
    readonly depth: number
    readonly filter?: MemoryFilter
    /** At most so many, nearest first, then by id. */
    readonly limit: number
    readonly deadlineMs?: number
  }

/** A memory reached by a walk, by one of its shortest ways: `viaId` and `relationId` are its last step. */
export type Neighbour = {
  readonly memoryId: string
  readonly depth: number
  readonly viaId: string
  readonly relationId: string
}

export type PathRequest = Confined &
  WalkFilter & {
    readonly fromId: string
    readonly toId: string
    /** Steps, 1 … 10. */
    readonly maxDepth: number
    readonly filter?: MemoryFilter
    readonly deadlineMs?: number
  }

/** A way through the graph: one relation fewer than memories. */
export type GraphPath = {
  readonly memoryIds: readonly string[]
  readonly relationIds: readonly string[]
  readonly cost: number
}

/**
 * What a way costs. STEPS: a step costs 1. WEIGHT: a step costs 1 / the weight of its relation, so that strong relations
 * are short, a relation of weight 1 is one step, and one of weight 0 is never gone over.
 */
export type PathMeasure = 'STEPS' | 'WEIGHT'

export type PathsRequest = PathRequest & {
  readonly measure: PathMeasure
  /** Only ways that cost as little as the cheapest; else dearer ones follow. */
  readonly isOnlyCheapest: boolean
  /** At most so many (1 … 100), cheapest first. */
  readonly limit: number
}

/** Ways that come to no memory twice; `isCut` when there are more. */
export type PathsResult = { readonly paths: readonly GraphPath[]; readonly isCut: boolean }

export type SurroundingsRequest = Confined &
  WalkFilter & {
    /** Where the walk starts. Unknown ids are ignored. */
    readonly memoryIds: readonly string[]
    /** 0 … 6. */
    readonly depth: number
    /** The starts are exempt from it. */
    readonly filter?: MemoryFilter
    /** At most so many memories, nearest first, then by id; the starts count. */
    readonly limit: number
    /** At most so many relations, those of the nearest memories first. */
    readonly maxRelations: number
    readonly deadlineMs?: number
  }

/** The memories around some and every relation between any two of them that the walk may use; `isCut` when there are more. */
export type Surroundings = {
  readonly memoryIds: readonly string[]
  readonly relationIds: readonly string[]
  readonly isCut: boolean
}

export type CommonNeighboursRequest = Confined &
  WalkFilter & {
    readonly memoryIds: readonly string[]
    readonly filter?: MemoryFilter
    /** At most so many, those most strongly joined first, then by id. */
    readonly limit: number
    readonly deadlineMs?: number
  }

/** A memory one step from each of those asked for, with the strongest relation of each of those steps, in their order. */
export type CommonNeighbour = { readonly memoryId: string; readonly relationIds: readonly string[] }

/** Where a text stands among all meanings, by the model that says so. */
export type Vector = { readonly model: string; readonly values: Float32Array }

/**
 * What memories mean: those whose vectors changed after entry `after` of the list of them, up to entry `upTo`. Each comes
 * with the vectors of all its parts; with none, it is taken out.
 */
export type VectorBatch = {
  readonly model: string
  readonly dimensions: number
  readonly after: number
  readonly upTo: number
  readonly entries: readonly { readonly memoryId: string; readonly vectors: readonly Float32Array[] }[]
}

export type SearchRequest = Confined & {
  /** Text as a person or an agent wrote it; never a query language. */
  readonly query: string
  /** TEXT: BM25 alone. HYBRID: every signal at hand. */
  readonly mode: 'TEXT' | 'HYBRID'
  /** What the query means. Absent: meaning takes no part. */
  readonly vector?: Vector
  readonly filter?: MemoryFilter
  /** At most so many (1 … 1000), best first. */
  readonly limit: number
  /**
   * The moment recency is measured from, and at which relations must hold where the filter names none; milliseconds.
   * Absent: recency takes no part.
   */
  readonly now?: number
  readonly deadlineMs?: number
}

/** What each signal gave to a hit's score, already weighted: they add up to `score`. */
export type Signals = {
  readonly text: number
  readonly vector: number
  readonly graph: number
  readonly recency: number
}

export type Hit = {
  readonly memoryId: string
  readonly score: number
  readonly signals: Signals
  /** The match that gave most of the graph signal, and what the hit is to it; null where that signal is 0. */
  readonly via: Via | null
}

export type SimilarRequest = Confined & {
  readonly memoryId: string
  readonly filter?: MemoryFilter
  /** At most so many (1 … 100), most alike first. */
  readonly limit: number
  /** Only relations that are valid at that instant join memories. Absent: whatever their validity. */
  readonly at?: number
  readonly deadlineMs?: number
}

/** A memory that is like another. Each part, and `score`, is from 0 (nothing in common) to 1 (the same). */
export type Similar = {
  readonly memoryId: string
  readonly score: number
  readonly text: number
  /** Null where one of the two has no vectors. */
  readonly vector: number | null
  /** How much of what is around them they share (Adamic and Adar's measure, bounded). */
  readonly graph: number
  /** Whether a relation joins the two. */
  readonly isRelated: boolean
}

export type StatementRequest = {
  /** One statement of openCypher that only reads; the caller has seen to that. The engine refuses others too. */
  readonly statement: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly maxRows: number
  /** Characters of all values together, as JSON. */
  readonly maxCharacters: number
  readonly deadlineMs?: number
}

/** Rows of plain values; `isCut` when there were more than were wanted. */
export type StatementResult = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly isCut: boolean
}

/** What a graph holds, to compare with PostgreSQL at the same `seq`. `digest` is that of `digest.ts`. */
export type GraphState = {
  readonly seq: number
  readonly memories: number
  readonly relations: number
  readonly digest: string
}

/**
 * The one door to the graph database. A tenant that was never seen is an empty graph at `seq` 0.
 *
 * Errors of every call (see engine-errors.ts): `GraphUnavailableError` (the process is restarting: try again),
 * `GraphDeadlineError` (too slow; try again or ask for less), `GraphDamagedError` (this tenant's files are not to be trusted:
 * nothing is served from them until `rebuild`).
 */
export type GraphEngine = AsyncDisposable & {
  /**
   * Applies entries in order, one database transaction a batch, exactly once in effect: entries at or below the applied
   * `seq` are skipped. Throws `SequenceGapError` when the first of the rest is not the next one.
   */
  apply(tenantId: string, entries: readonly LogEntry[]): Promise<{ readonly appliedSeq: number }>
  /**
   * Adds entries that only make new rows, in order, to a draft of the graph, and answers up to which entry that goes: it
   * begins with what the graph holds, and is thrown away by `apply` and with the process. Entries it has are skipped; throws
   * `SequenceGapError` as `apply` does. The graph itself stays as it is.
   */
  draft(tenantId: string, entries: readonly LogEntry[]): Promise<number>
  /** Builds what was drafted beside the graph and swaps; until then the old one goes on serving. */
  useDraft(tenantId: string): Promise<GraphState>
  /** Where the graph stands. When its process ended without closing it, that is where its last checkpoint was. */
  appliedSeq(tenantId: string): Promise<number>
  /** Builds the tenant's graph anew beside the old one and swaps; until then the old one (if sound) goes on serving. */
  rebuild(tenantId: string, source: GraphSource): Promise<GraphState>
  /**
   * Puts the newest copy that was kept of the tenant's graph in the place of the one it has; false, and nothing is changed,
   * where there is none that is sound.
   */
  restore(tenantId: string): Promise<boolean>
  neighbours(tenantId: string, request: NeighboursRequest): Promise<readonly Neighbour[]>
  /** The fewest steps; null when there is no way. A memory is at no distance from itself. */
  shortestPath(tenantId: string, request: PathRequest): Promise<GraphPath | null>
  paths(tenantId: string, request: PathsRequest): Promise<PathsResult>
  surroundings(tenantId: string, request: SurroundingsRequest): Promise<Surroundings>
  /** None where one of the memories is not in the graph. */
  commonNeighbours(tenantId: string, request: CommonNeighboursRequest): Promise<readonly CommonNeighbour[]>
  search(tenantId: string, request: SearchRequest): Promise<readonly Hit[]>
  /** Throws `StatementError` with the engine's own words when the statement is none, or asks for more memory than there is. */
  query(tenantId: string, request: StatementRequest): Promise<StatementResult>
  /** The memories that are most like one; none where it is not in the graph. */
  similar(tenantId: string, request: SimilarRequest): Promise<readonly Similar[]>
  /** Up to which entry the tenant's graph holds the vectors of a model; 0 where it holds none. */
  vectorSeq(tenantId: string, model: string): Promise<number>
  /**
   * Writes vectors, where the graph holds everything up to `after`; where it does not, changes nothing. Answers where it
   * stands then. Vectors of another model than it holds take their place from the beginning.
   */
  putVectors(tenantId: string, batch: VectorBatch): Promise<number>
  /** Reads everything: for the scrubber and for tests, not for requests. */
  state(tenantId: string): Promise<GraphState>
  /** Removes the tenant's graph and its files. */
  drop(tenantId: string): Promise<void>
  /** Is the engine's process up? Never waits long. */
  health(): Promise<{ readonly up: boolean; readonly restarts: number }>
}
