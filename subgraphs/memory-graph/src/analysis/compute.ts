import { DirectedGraph, UndirectedGraph } from 'graphology'
import louvainModule from 'graphology-communities-louvain'
import { connectedComponents } from 'graphology-components'
import pagerankModule from 'graphology-metrics/centrality/pagerank.js'
import type { AnalysisKind, AnalysisResult, GraphShape, Score } from './analysis.ts'
import { betweenness } from './betweenness.ts'
import { clustering } from './clustering.ts'

// These modules are functions, which their types tell only to those who require() them.
const louvain = louvainModule as unknown as typeof louvainModule.default
const pagerank = pagerankModule as unknown as typeof pagerankModule.default

/** So many scores are kept: the best. */
const maxScores = 1_000
const maxGroupSizes = 100

type Found = Partial<Pick<AnalysisResult, 'groups' | 'largestGroups' | 'coefficient' | 'sources'>> & {
  readonly scoreOf: (place: number) => number
  readonly groupOf?: (place: number) => number
}

/**
 * Analyses a graph. `report` is told the share that is done, now and then. Communities are made the same way each time: the
 * algorithm's chances come from a fixed seed.
 */
export function compute(kind: AnalysisKind, shape: GraphShape, report: (progress: number) => void): AnalysisResult {
  const { scoreOf, groupOf, ...figures } = find(kind, shape, report)
  const scores = shape.ids.map((memoryId, place): Score => ({
    memoryId,
    score: scoreOf(place),
    group: groupOf?.(place) ?? null,
  }))
  const best = scores.toSorted((a, b) => b.score - a.score || (a.memoryId < b.memoryId ? -1 : 1)).slice(0, maxScores)
  return {
    memories: shape.ids.length,
    relations: shape.from.length,
    groups: null,
    largestGroups: [],
    coefficient: null,
    sources: null,
    ...figures,
    scores: best,
  }
}

function find(kind: AnalysisKind, shape: GraphShape, report: (progress: number) => void): Found {
  switch (kind) {
    case 'DEGREE': {
      const degrees = degreesOf(shape)
      return { scoreOf: (place) => degrees[place] ?? 0 }
    }
    case 'PAGE_RANK': {
      const ranks =
        shape.ids.length === 0
          ? {}
          : pagerank(addEdges(new DirectedGraph(), shape), {
              getEdgeWeight: 'weight',
              maxIterations: 1_000,
              tolerance: 1e-9,
            })
      return { scoreOf: (place) => ranks[place] ?? 0 }
    }
    case 'BETWEENNESS': {
      const { scores, sources } = betweenness(shape, report)
      return { scoreOf: (place) => scores[place] ?? 0, sources }
    }
    case 'COMMUNITIES': {
      const graph = addEdges(new UndirectedGraph(), shape)
      if (graph.size === 0) return grouped([...shape.ids.keys()], shape)
      const found = louvain.detailed(graph, { getEdgeWeight: 'weight', rng: seeded(), randomWalk: false })
      const communities = shape.ids.map((_, place) => found.communities[place] ?? 0)
      return { ...grouped(communities, shape), coefficient: found.modularity }
    }
    case 'COMPONENTS': {
      const groups: number[] = []
      connectedComponents(addEdges(new UndirectedGraph(), shape)).forEach((members, group) => {
        for (const member of members) groups[Number(member)] = group
      })
      return grouped(groups, shape)
    }
    case 'CLUSTERING': {
      const coefficients = clustering(shape)
      const mean = coefficients.reduce((sum, each) => sum + each, 0) / coefficients.length
      return { scoreOf: (place) => coefficients[place] ?? 0, coefficient: coefficients.length === 0 ? null : mean }
    }
  }
}

/** Numbers groups by their size. Within a group, a memory's score is the number of its relations. */
function grouped(names: readonly number[], shape: GraphShape): Found {
  const sizes = new Map<number, number>()
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  const bySize = [...sizes].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
  const numbers = new Map(bySize.map(([name], number) => [name, number]))
  const degrees = degreesOf(shape)
  return {
    groups: sizes.size,
    largestGroups: bySize.slice(0, maxGroupSizes).map(([, size]) => size),
    scoreOf: (place) => degrees[place] ?? 0,
    groupOf: (place) => numbers.get(names[place] ?? 0) ?? 0,
  }
}

function degreesOf({ ids, from, to }: GraphShape): Uint32Array {
  const degrees = new Uint32Array(ids.length)
  for (const ends of [from, to]) for (const place of ends) degrees[place] = (degrees[place] ?? 0) + 1
  return degrees
}

/** Several relations between one pair are one edge with their weights together. */
function addEdges<Graph extends DirectedGraph | UndirectedGraph>(graph: Graph, shape: GraphShape): Graph {
  const { ids, from, to, weights } = shape
  ids.forEach((_, place) => graph.addNode(place))
  from.forEach((source, n) => {
    const [target, weight] = [to[n] ?? 0, weights[n] ?? 0]
    graph.updateEdge(source, target, (known: { weight?: number }) => ({ weight: (known.weight ?? 0) + weight }))
  })
  return graph
}

/** mulberry32 */
function seeded(): () => number {
  let state = 1
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
