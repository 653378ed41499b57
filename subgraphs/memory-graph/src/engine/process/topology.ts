import type { GraphChange } from '../engine.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'
import type { GraphConnection } from './graph-database.ts'
import { number, numberOrNull, text, textOrNull } from './row-fields.ts'

/** A memory in the topology: what a walk and a ranking need of it without asking the database. */
export type TopologyNode = {
  readonly id: string
  asks: boolean
  createdAt: number
  spaceId: string | null
  readonly out: TopologyEdge[]
  readonly in: TopologyEdge[]
}
export type TopologyEdge = {
  readonly id: string
  readonly from: TopologyNode
  readonly to: TopologyNode
  type: string
  weight: number
  validFrom: number | null
  validTo: number | null
}

/** The shape of a graph, or of what may be seen of it. */
export type ReadTopology = { node(id: string): TopologyNode | undefined }

/**
 * The shape of an open graph, in memory: asked of the database, each step of a walk costs half a millisecond, and a search
 * takes hundreds. It is read once, when a graph is first walked, and follows what is applied.
 */
export class Topology implements ReadTopology {
  readonly #nodes = new Map<string, TopologyNode>()
  /** Each type's name once: the database makes a new text for every row. */
  readonly #types = new Map<string, string>()

  static async read(reader: GraphConnection): Promise<Topology> {
    const topology = new Topology()
    const memories = `MATCH (m:Memory) RETURN m.id AS id, m.createdAt AS createdAt, m.spaceId AS spaceId,
      ends_with(trim(m.content), '?') AS asks`
    for await (const row of reader.stream(memories)) {
      const [asks, createdAt, spaceId] = [row['asks'] === true, number(row, 'createdAt'), textOrNull(row, 'spaceId')]
      topology.#putNode(text(row, 'id'), { asks, createdAt, spaceId })
    }
    const relations = `MATCH (a:Memory)-[r:Relation]->(b:Memory) RETURN a.id AS fromId, b.id AS toId, r.id AS id,
      r.type AS type, r.weight AS weight, r.validFrom AS validFrom, r.validTo AS validTo`
    for await (const row of reader.stream(relations)) {
      topology.addRelation({
        id: text(row, 'id'),
        fromId: text(row, 'fromId'),
        toId: text(row, 'toId'),
        type: text(row, 'type'),
        weight: number(row, 'weight'),
        validFrom: numberOrNull(row, 'validFrom'),
        validTo: numberOrNull(row, 'validTo'),
      })
    }
    return topology
  }

  node(id: string): TopologyNode | undefined {
    return this.#nodes.get(id)
  }

  addMemory({ id, content, createdAt, spaceId }: GraphMemory): void {
    this.#putNode(id, { asks: doesAsk(content), createdAt, spaceId })
  }

  /** One that is not there yet. */
  addRelation(relation: Omit<GraphRelation, 'createdAt' | 'version'>): void {
    const from = this.#nodes.get(relation.fromId)
    const to = this.#nodes.get(relation.toId)
    if (from === undefined || to === undefined) return
    const { id, weight, validFrom, validTo } = relation
    const edge = { id, from, to, type: this.#typeNamed(relation.type), weight, validFrom, validTo }
    from.out.push(edge)
    to.in.push(edge)
  }

  apply(change: GraphChange): void {
    switch (change.kind) {
      case 'putMemory':
        return this.addMemory(change.memory)
      case 'removeMemory':
        return this.#removeNode(change.id)
      case 'putRelation': {
        const known = this.#nodes.get(change.relation.fromId)?.out.find(({ id }) => id === change.relation.id)
        if (known === undefined) return this.addRelation(change.relation)
        const { type, weight, validFrom, validTo } = change.relation
        Object.assign(known, { type: this.#typeNamed(type), weight, validFrom, validTo })
        return
      }
      case 'removeRelation': {
        const edge = this.#nodes.get(change.fromId)?.out.find(({ id }) => id === change.id)
        if (edge !== undefined) removeEdge(edge)
      }
    }
  }

  #putNode(id: string, traits: Pick<TopologyNode, 'asks' | 'createdAt' | 'spaceId'>): void {
    const known = this.#nodes.get(id)
    if (known === undefined) this.#nodes.set(id, { id, ...traits, out: [], in: [] })
    else Object.assign(known, traits)
  }

  #removeNode(id: string): void {
    const node = this.#nodes.get(id)
    if (node === undefined) return
    for (const edge of [...node.out, ...node.in]) removeEdge(edge)
    this.#nodes.delete(id)
  }

  #typeNamed(type: string): string {
    const known = this.#types.get(type)
    if (known !== undefined) return known
    this.#types.set(type, type)
    return type
  }
}

/** The database's `trim` and this one agree on spaces, which is all that matters here. */
function doesAsk(content: string): boolean {
  return content.replace(/ +$/, '').endsWith('?')
}

function removeEdge(edge: TopologyEdge): void {
  removeFrom(edge.from.out, edge)
  removeFrom(edge.to.in, edge)
}

function removeFrom(edges: TopologyEdge[], edge: TopologyEdge): void {
  const at = edges.indexOf(edge)
  if (at >= 0) edges.splice(at, 1)
}
