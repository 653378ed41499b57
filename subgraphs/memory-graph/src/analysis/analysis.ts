import type { ActorKind } from '../graph-types.ts'

export const analysisKinds = ['DEGREE', 'PAGE_RANK', 'BETWEENNESS', 'COMMUNITIES', 'COMPONENTS', 'CLUSTERING'] as const
export type AnalysisKind = (typeof analysisKinds)[number]
export type AnalysisStatus = 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'

/** A memory's score, and the group it is in where the analysis makes groups; groups are numbered from 0, the largest first. */
export type Score = { readonly memoryId: string; readonly score: number; readonly group: number | null }

/** What comes out: the best scores first, and figures of the whole. */
export type AnalysisResult = {
  readonly memories: number
  readonly relations: number
  /** How many groups there are, and the sizes of the largest. */
  readonly groups: number | null
  readonly largestGroups: number[]
  /** Communities: modularity. Clustering: the mean coefficient. */
  readonly coefficient: number | null
  /** Betweenness: from so many memories ways were followed; fewer than all make it an estimate. */
  readonly sources: number | null
  readonly scores: readonly Score[]
}

export type Analysis = {
  readonly id: string
  readonly kind: AnalysisKind
  readonly actorKind: ActorKind
  readonly actorId: string
  readonly startedAt: Date
  readonly status: AnalysisStatus
  readonly progress: number
  readonly endedAt: Date | null
  readonly problem: string | null
  readonly result: AnalysisResult | null
}

/** The shape of a graph: memories by their place, relations by the places of their ends. */
export type GraphShape = {
  readonly ids: readonly string[]
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weights: Float64Array
}
