import assert from 'node:assert/strict'

type KnownMemory = {
  content: string
  version: number
  /** An update whose outcome was never heard. */ doubtful?: string
}
type KnownRelation = { readonly fromId: string; readonly toId: string; readonly type: string }

/** What a client may hold the product to: everything acknowledged, and what was sent without ever being answered. */
export class Ledger {
  readonly memories = new Map<string, KnownMemory>()
  readonly relations = new Map<string, KnownRelation>()
  readonly doubtfulTitles = new Set<string>()
  readonly doubtfulRelations: KnownRelation[] = []
  acknowledged = 0

  get memoryIds(): string[] {
    return [...this.memories.keys()]
  }
}

export type StoredMemory = {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly version: number
  readonly relations: {
    readonly nodes: readonly { readonly id: string; readonly type: string; readonly to: { readonly id: string } }[]
  }
  readonly neighbours: { readonly stale: boolean; readonly nodes: readonly { readonly id: string }[] }
}

/** Everything acknowledged is stored, nothing is stored that was not sent, and the graph holds what the rows hold. */
export function assertHolds(ledger: Ledger, stored: readonly StoredMemory[]): void {
  const byId = new Map(stored.map((memory) => [memory.id, memory]))
  for (const [id, known] of ledger.memories) {
    const memory = byId.get(id)
    assert.ok(memory, `the acknowledged memory ${id} is lost`)
    assert.ok(
      memory.content === known.content || memory.content === known.doubtful,
      `${id} holds '${memory.content}' where '${known.content}' was acknowledged`,
    )
  }
  for (const { id, title } of stored) {
    assert.ok(ledger.memories.has(id) || ledger.doubtfulTitles.has(title), `nobody wrote the memory ${id} (${title})`)
  }

  const relations = new Map(
    stored.flatMap(({ id: fromId, relations: { nodes } }) =>
      nodes.map(({ id, type, to }) => [id, { fromId, toId: to.id, type }] as const),
    ),
  )
  for (const [id, known] of ledger.relations) {
    assert.deepEqual(relations.get(id), known, `the acknowledged relation ${id} is lost`)
  }
  for (const [id, relation] of relations) {
    const isDoubtful = ledger.doubtfulRelations.some(
      (sent) => sent.fromId === relation.fromId && sent.toId === relation.toId,
    )
    assert.ok(ledger.relations.has(id) || isDoubtful, `nobody wrote the relation ${id}`)
  }

  for (const { id, relations: outgoing, neighbours } of stored) {
    assert.equal(neighbours.stale, false, `the graph is behind the rows at ${id}`)
    const ofRows = new Set(outgoing.nodes.map(({ to }) => to.id))
    const ofGraph = new Set(neighbours.nodes.map((node) => node.id))
    assert.deepEqual([...ofGraph].toSorted(), [...ofRows].toSorted(), `graph and rows differ at ${id}`)
  }
}
