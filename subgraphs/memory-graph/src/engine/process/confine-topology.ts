import type { ReadTopology, TopologyEdge, TopologyNode } from './topology.ts'

/**
 * The shape of a graph without what lies in some spaces: their memories are not there, and neither are relations to them.
 * Made as it is walked, so that it costs what is looked at.
 */
export function confineTopology(topology: ReadTopology, hiddenSpaceIds: readonly string[]): ReadTopology {
  if (hiddenSpaceIds.length === 0) return topology
  const hidden = new Set(hiddenSpaceIds)
  const isSeen = ({ spaceId }: TopologyNode) => spaceId === null || !hidden.has(spaceId)
  const seen = new Map<string, TopologyNode>()

  const see = (node: TopologyNode): TopologyNode => {
    const known = seen.get(node.id)
    if (known !== undefined) return known
    let [out, into]: [TopologyEdge[] | null, TopologyEdge[] | null] = [null, null]
    const confined: TopologyNode = {
      id: node.id,
      asks: node.asks,
      createdAt: node.createdAt,
      spaceId: node.spaceId,
      get out() {
        out ??= node.out.filter(({ to }) => isSeen(to)).map((edge) => ({ ...edge, from: confined, to: see(edge.to) }))
        return out
      },
      get in() {
        into ??= node.in
          .filter(({ from }) => isSeen(from))
          .map((edge) => ({ ...edge, from: see(edge.from), to: confined }))
        return into
      },
    }
    seen.set(node.id, confined)
    return confined
  }

  return {
    node(id) {
      const node = topology.node(id)
      return node === undefined || !isSeen(node) ? undefined : see(node)
    },
  }
}
